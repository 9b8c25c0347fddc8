using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.ScheduledReplies;

/// <summary>Replies that go out at a time that a person chose. Live topic: <c>thread</c> (subject: contact).</summary>
public interface IScheduledReplies
{
    /// <summary>Those of a conversation that wait or were refused, by their time.</summary>
    Task<Result<IReadOnlyList<ScheduledReply>>> ListAsync(Actor actor, Id<Conversation> conversation, CancellationToken ct = default);

    /// <summary>The text waits until then, perhaps with a file or quick replies. The same client id is the same reply.</summary>
    Task<Result<ScheduledReply>> AddAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset due, Guid? clientId = null, ScheduledExtras? extras = null, CancellationToken ct = default);

    /// <summary>The file of one that waits, or that was taken back within a day; to be read once and closed.</summary>
    Task<Result<(Stream Content, KeptFile File)>> OpenFileAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default);

    /// <summary>Takes it back and returns it; refused once it is on its way.</summary>
    Task<Result<ScheduledReply>> CancelAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default);

    /// <summary>Sends it now instead.</summary>
    Task<Result<Id<Message>>> SendNowAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default);
}

/// <summary>What a reply carries besides its words.</summary>
public sealed record ScheduledExtras
{
    /// <summary>A file that WhatsApp takes; the words go below it.</summary>
    public FileToSend? File { get; init; }

    /// <summary>Up to three quick replies below the words.</summary>
    public IReadOnlyList<string> Buttons { get; init; } = [];
}

/// <param name="Url">Where the browser gets it.</param>
/// <param name="Mime">Its type as WhatsApp names it.</param>
/// <param name="Name">As a person named it.</param>
/// <param name="Size">In bytes.</param>
public sealed record ScheduledFile(string Url, string Mime, string? Name, long Size);

public sealed record ScheduledReply
{
    /// <summary>Also what its message will be called.</summary>
    public required Id<ScheduledReply> Id { get; init; }

    public required string Text { get; init; }

    public ScheduledFile? File { get; init; }

    public IReadOnlyList<string> Buttons { get; init; } = [];

    public required DateTimeOffset Due { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string By { get; init; }

    /// <summary>Why it was refused when its time came.</summary>
    public Problem? Problem { get; init; }
}
