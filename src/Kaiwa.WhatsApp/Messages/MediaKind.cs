namespace Kaiwa.WhatsApp.Messages;

/// <summary>What an incoming file is.</summary>
public enum MediaKind
{
    /// <summary>A picture.</summary>
    Image,

    /// <summary>A video.</summary>
    Video,

    /// <summary>Sound; a voice message when <see cref="IncomingMessage.Media.Voice"/>.</summary>
    Audio,

    /// <summary>A file.</summary>
    Document,

    /// <summary>A sticker.</summary>
    Sticker,
}
