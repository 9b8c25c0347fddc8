namespace Kaiwa.WhatsApp.Cloud;

/// <summary>Where a media file is. The address works for about 5 minutes and asks for the token.</summary>
/// <param name="Id">Meta's media id.</param>
/// <param name="Url">The download address.</param>
/// <param name="MimeType">The MIME type.</param>
/// <param name="Sha256">The hash, hexadecimal.</param>
/// <param name="FileSize">The size in bytes; null when absent.</param>
public sealed record MediaInfo(string Id, Uri Url, string? MimeType, string? Sha256, long? FileSize);
