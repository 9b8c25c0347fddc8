namespace Kaiwa.WhatsApp.Messages;

/// <summary>A reply button.</summary>
/// <param name="Id">Returned with the tap, up to 256 characters.</param>
/// <param name="Title">The label, up to 20 characters.</param>
public sealed record ReplyButton(string Id, string Title);

/// <summary>A section of a list.</summary>
/// <param name="Title">Up to 24 characters; needed when there are several sections.</param>
/// <param name="Rows">The rows.</param>
public sealed record ListSection(string? Title, IReadOnlyList<ListRow> Rows);

/// <summary>A row of a list.</summary>
/// <param name="Id">Returned with the choice, up to 200 characters, unique in the list.</param>
/// <param name="Title">Up to 24 characters.</param>
/// <param name="Description">Up to 72 characters.</param>
public sealed record ListRow(string Id, string Title, string? Description = null);

/// <summary>What stands above the body of an interactive message.</summary>
public abstract record InteractiveHeader
{
    private InteractiveHeader()
    {
    }

    /// <summary>Words, up to 60 characters.</summary>
    public sealed record Text(string Value) : InteractiveHeader;

    /// <summary>A picture.</summary>
    public sealed record Image(MediaSource Source) : InteractiveHeader;

    /// <summary>A video.</summary>
    public sealed record Video(MediaSource Source) : InteractiveHeader;

    /// <summary>A file.</summary>
    public sealed record Document(MediaSource Source, string? Filename = null) : InteractiveHeader;
}
