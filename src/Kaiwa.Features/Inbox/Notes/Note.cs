using Kaiwa.Core.Storage;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox.Notes;

/// <summary>What colleagues say to each other about a conversation. Never sent to the customer.</summary>
public sealed record Note
{
    public const int Longest = 4000;

    public required Id<Note> Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Author { get; init; }

    /// <summary>The colleague who wrote it; null when a program did.</summary>
    public Id<User>? Writer { get; init; }

    public required string Text { get; init; }

    /// <summary>When its writer changed it last.</summary>
    public DateTimeOffset? EditedAt { get; init; }
}

/// <summary>Who follows a conversation, and whether the one who asks does.</summary>
public sealed record Followers(IReadOnlyList<Id<User>> Users, bool Me);
