using Kaiwa.Core.Storage;
using Kaiwa.Features.Labels;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox.Views;

public sealed record SavedView
{
    /// <summary>Up to so many conversations are counted.</summary>
    public const int Most = 100;

    public required Id<SavedView> Id { get; init; }

    public required string Name { get; init; }

    public required ViewFilter Filter { get; init; }

    /// <summary>Everybody's, not only the one's who made it.</summary>
    public bool IsForAll { get; init; }

    public int Count { get; init; }
}

/// <summary>What a view shows and in which order; "mine" means whoever looks.</summary>
public sealed record ViewFilter(ConversationStatus? Status = null, Whose Whose = Whose.All, ConversationSort Sort = ConversationSort.Newest, Id<Label>? Label = null, Priority? Priority = null, bool Overdue = false, bool Blocked = false, Id<Team>? Team = null)
{
    public ConversationFilter ToFilter() => new(Status, Whose: Whose, Sort: Sort) { Label = Label, Priority = Priority, Overdue = Overdue, Blocked = Blocked, Team = Team };
}
