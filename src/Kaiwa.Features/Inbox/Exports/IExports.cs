using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>One conversation as a file that leaves the shop. Needs the permission to contacts, for what customers said goes out of Kaiwa's hands.</summary>
public interface IExports
{
    /// <summary>Allows it and writes it down in the audit; the file is written when its bytes are asked for.</summary>
    Task<Result<ExportedFile>> BeginAsync(Actor actor, Id<Conversation> id, ExportWish wish, CancellationToken ct = default);
}

public enum ExportFormat
{
    /// <summary>The other three, and the files under <c>media/</c>.</summary>
    Zip,
    Html,
    Txt,
    Json,
}

public sealed record ExportWish
{
    public ExportFormat Format { get; init; }

    /// <summary>Private notes, and what was done to the conversation.</summary>
    public bool Notes { get; init; }

    /// <summary>The first day, in the shop's time zone.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, whole.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Of the words around the messages.</summary>
    public string Language { get; init; } = "en";
}

/// <param name="Name">As a browser keeps it.</param>
/// <param name="Mime">With its charset.</param>
/// <param name="WriteAsync">Writes it, a page of messages at a time.</param>
public sealed record ExportedFile(string Name, string Mime, Func<Stream, CancellationToken, Task> WriteAsync);
