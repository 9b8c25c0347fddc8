namespace Kaiwa.WhatsApp.Messages;

/// <summary>What an incoming message is, for a list of conversations: the console has an icon and a word for each.</summary>
public enum MessageKind
{
    /// <summary>Something that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A video.</summary>
    Video,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>A voice message.</summary>
    Voice,

    /// <summary>A file.</summary>
    Document,

    /// <summary>A sticker.</summary>
    Sticker,

    /// <summary>A place.</summary>
    Location,

    /// <summary>Contact cards.</summary>
    Contacts,

    /// <summary>An emoji put on a message, or taken away.</summary>
    Reaction,

    /// <summary>A tap on a template's button, a reply button or a list row.</summary>
    Tap,

    /// <summary>A completed form.</summary>
    Form,

    /// <summary>An answer to a request to call.</summary>
    CallPermission,

    /// <summary>A cart.</summary>
    Order,

    /// <summary>WhatsApp's own notice, such as a changed number.</summary>
    System,

    /// <summary>WhatsApp says that it cannot show the message.</summary>
    Unsupported,

    /// <summary>An earlier message was changed.</summary>
    Edit,

    /// <summary>An earlier message was taken back.</summary>
    Revoke,
}
