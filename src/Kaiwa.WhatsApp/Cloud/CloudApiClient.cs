using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>Meta's Cloud API. Never repeats a call by itself: whoever sends decides, because a repeated send is a second message.</summary>
public sealed class CloudApiClient(HttpClient http, CloudApiOptions options)
{
    /// <summary>Sends a body that is whole and ready: <c>messaging_product</c>, recipient, type and content.</summary>
    public Task<SendAnswer> SendAsync(CloudApiAccess access, string phoneNumberId, ReadOnlyMemory<byte> body, CancellationToken ct) => throw new NotImplementedException(http.ToString() + options);

    /// <summary>Sends a message.</summary>
    public Task<SendAnswer> SendAsync(
        CloudApiAccess access, string phoneNumberId, Recipient to, OutgoingMessage message, string? callbackData, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Marks an incoming message as read, perhaps with "typing…". Null when it went well.</summary>
    public Task<GraphError?> MarkAsReadAsync(CloudApiAccess access, string phoneNumberId, MarkAsRead mark, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Uploads a file and gives its media id, good for 30 days.</summary>
    public Task<GraphAnswer<string>> UploadMediaAsync(
        CloudApiAccess access, string phoneNumberId, Stream content, string mimeType, string filename, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Where a media file is.</summary>
    public Task<GraphAnswer<MediaInfo>> GetMediaAsync(CloudApiAccess access, string mediaId, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Downloads a media file from the address that <see cref="GetMediaAsync"/> gave.</summary>
    public Task<GraphAnswer<MediaDownload>> DownloadMediaAsync(CloudApiAccess access, Uri url, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Every template of a business account, page after page.</summary>
    public IAsyncEnumerable<TemplateNode> ListTemplatesAsync(CloudApiAccess access, string wabaId, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>A business phone number.</summary>
    public Task<GraphAnswer<PhoneNumberNode>> GetPhoneNumberAsync(CloudApiAccess access, string phoneNumberId, string? fields, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The phone numbers of a business account.</summary>
    public Task<GraphAnswer<IReadOnlyList<PhoneNumberNode>>> ListPhoneNumbersAsync(CloudApiAccess access, string wabaId, CancellationToken ct) => throw new NotImplementedException();
}
