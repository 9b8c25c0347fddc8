namespace Kaiwa.WhatsApp.Cloud;

/// <summary>A media file on its way. Dispose it to give the connection back.</summary>
public sealed class MediaDownload(HttpResponseMessage response, Stream content) : IDisposable
{
    /// <summary>The bytes.</summary>
    public Stream Content { get; } = content;

    /// <summary>The MIME type of the answer.</summary>
    public string? MimeType => response.Content.Headers.ContentType?.ToString();

    /// <summary>The size in bytes, when the answer tells it.</summary>
    public long? Length => response.Content.Headers.ContentLength;

    /// <inheritdoc/>
    public void Dispose()
    {
        Content.Dispose();
        response.Dispose();
    }
}
