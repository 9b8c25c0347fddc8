namespace Kaiwa.WhatsApp.Messages;

/// <summary>What can be sent. Only <see cref="Template"/> may be sent outside the 24 hours after the customer's last message.</summary>
public abstract partial record OutgoingMessage
{
    private OutgoingMessage()
    {
    }

    /// <summary>The message that this one answers, shown as a quote; not with <see cref="Reaction"/>.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Text, 1 to 4,096 characters.</summary>
    /// <param name="Body">The words; WhatsApp's markup applies.</param>
    /// <param name="PreviewUrl">Show the first web address as a card.</param>
    public sealed record Text(string Body, bool PreviewUrl = false) : OutgoingMessage;

    /// <summary>A picture: JPEG or PNG, 5 MB.</summary>
    /// <param name="Source">The file.</param>
    /// <param name="Caption">Up to 1,024 characters.</param>
    public sealed record Image(MediaSource Source, string? Caption = null) : OutgoingMessage;

    /// <summary>A video: MP4 or 3GPP, 16 MB.</summary>
    /// <param name="Source">The file.</param>
    /// <param name="Caption">Up to 1,024 characters.</param>
    public sealed record Video(MediaSource Source, string? Caption = null) : OutgoingMessage;

    /// <summary>Sound, 16 MB.</summary>
    /// <param name="Source">The file.</param>
    /// <param name="Voice">Show it as a voice message: Ogg with Opus, mono, best up to 512 KB.</param>
    public sealed record Audio(MediaSource Source, bool Voice = false) : OutgoingMessage;

    /// <summary>A file, 100 MB.</summary>
    /// <param name="Source">The file.</param>
    /// <param name="Caption">Up to 1,024 characters.</param>
    /// <param name="Filename">The name shown; its extension decides the icon.</param>
    public sealed record Document(MediaSource Source, string? Caption = null, string? Filename = null) : OutgoingMessage;

    /// <summary>A sticker: WebP of 512 by 512, 100 KB, animated 500 KB.</summary>
    /// <param name="Source">The file.</param>
    public sealed record Sticker(MediaSource Source) : OutgoingMessage;

    /// <summary>A place.</summary>
    /// <param name="Latitude">Degrees, north positive.</param>
    /// <param name="Longitude">Degrees, east positive.</param>
    /// <param name="Name">The place's name.</param>
    /// <param name="Address">The address, shown only with a name.</param>
    public sealed record Location(double Latitude, double Longitude, string? Name = null, string? Address = null) : OutgoingMessage;

    /// <summary>Contact cards, at most 257.</summary>
    /// <param name="Cards">The cards.</param>
    public sealed record Contacts(IReadOnlyList<ContactCard> Cards) : OutgoingMessage;

    /// <summary>An emoji on a message of the last 30 days. Only a <c>sent</c> status follows.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="Emoji">One emoji; empty takes it away.</param>
    public sealed record Reaction(string MessageId, string Emoji) : OutgoingMessage;

    /// <summary>Up to three reply buttons.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Items">1 to 3 buttons with different titles and ids.</param>
    /// <param name="Header">What stands above.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record Buttons(string Body, IReadOnlyList<ReplyButton> Items, InteractiveHeader? Header = null, string? Footer = null) : OutgoingMessage;

    /// <summary>A list to choose one row from.</summary>
    /// <param name="Body">Up to 4,096 characters.</param>
    /// <param name="Button">The label that opens the list, up to 20 characters.</param>
    /// <param name="Sections">1 to 10 sections with at most 10 rows together.</param>
    /// <param name="HeaderText">Up to 60 characters.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record List(string Body, string Button, IReadOnlyList<ListSection> Sections, string? HeaderText = null, string? Footer = null) : OutgoingMessage;

    /// <summary>An approved template with its values.</summary>
    /// <param name="Name">The template's name.</param>
    /// <param name="Language">Its language code: <c>en_US</c>.</param>
    /// <param name="Components">The values, per component; empty for a template without variables.</param>
    public sealed record Template(string Name, string Language, IReadOnlyList<TemplateComponent> Components) : OutgoingMessage;

    /// <summary>Pins a message in a group, or takes the pin off. Only in groups; a fourth pin takes the oldest off.</summary>
    /// <param name="MessageId">The message.</param>
    /// <param name="Days">For how long, 1 to 30 days; null takes the pin off.</param>
    public sealed record Pin(string MessageId, int? Days) : OutgoingMessage;

    /// <summary>A type of Meta's that is not typed here: passed through unchanged.</summary>
    /// <param name="Type">Meta's name: <c>interactive</c> or the name of a new one.</param>
    /// <param name="Content">The whole content, beginning with <c>{"type":</c>.</param>
    public sealed record Other(string Type, ReadOnlyMemory<byte> Content) : OutgoingMessage;
}
