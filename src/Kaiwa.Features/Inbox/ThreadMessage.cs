using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;

namespace Kaiwa.Features.Inbox;

/// <summary>A message as its thread shows it, with what later became of it (reaction, edit, revoke) folded in.</summary>
public sealed record ThreadMessage
{
    public required Id<Message> Id { get; init; }

    public required Direction Direction { get; init; }

    /// <summary>Meta's type: <c>text</c>, <c>image</c>, <c>template</c>, <c>interactive</c>…</summary>
    public required string Kind { get; init; }

    /// <summary>Meta's JSON of the message.</summary>
    public required string Content { get; init; }

    /// <summary>Its words, if it has any: body, caption, filled template, tapped label.</summary>
    public string? Text { get; init; }

    public required MessageState State { get; init; }

    /// <summary>While it waits in the queue: queued, sending, ambiguous or held.</summary>
    public JobState? Job { get; init; }

    /// <summary>Why it is held or failed.</summary>
    public Problem? Problem { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? ReadAt { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>What the other side put on it.</summary>
    public string? ReactionEmoji { get; init; }

    /// <summary>The words of the message that it answers; empty when that one has none.</summary>
    public string? QuotedText { get; init; }

    /// <summary>Where that message stands in the thread.</summary>
    public string? QuotedPosition { get; init; }

    public bool IsEdited { get; init; }

    public bool IsRevoked { get; init; }

    public MediaView? Media { get; init; }

    /// <summary>Where it stands in the thread: see <see cref="ThreadPlace"/>.</summary>
    public required string Position { get; init; }
}

/// <summary>A file of a message.</summary>
/// <param name="Url">Where the browser gets it; null while it is not fetched.</param>
/// <param name="Mime">Its MIME type.</param>
/// <param name="FileName">Documents only.</param>
/// <param name="Size">In bytes, once fetched.</param>
/// <param name="Problem">Why it could not be fetched.</param>
public sealed record MediaView(string? Url, string Mime, string? FileName, long? Size, Problem? Problem)
{
    /// <summary>Of its bytes, once fetched.</summary>
    public string? Sha256 { get; init; }
}
