using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>
/// Meta's Cloud API. Never repeats a call by itself: whoever sends decides, because a repeated send is a second message. Give it an
/// <see cref="HttpClient"/> whose handler neither retries nor follows redirects, and whose own timeout is off.
/// </summary>
public sealed class CloudApiClient(HttpClient http, CloudApiOptions options)
{
    private const string PhoneNumberFields = "id,display_phone_number,verified_name,quality_rating,status,throughput,whatsapp_business_manager_messaging_limit";
    private const string TemplateFields = "id,name,language,status,category,parameter_format,components,quality_score,rejected_reason";

    private readonly GraphCalls calls = new(http, options);

    /// <summary>Sends a body that is whole and ready: <c>messaging_product</c>, recipient, type and content.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; the message may have left.</exception>
    public Task<SendAnswer> SendAsync(CloudApiAccess access, string phoneNumberId, ReadOnlyMemory<byte> body, CancellationToken ct) =>
        SendToAsync(access, phoneNumberId + "/messages", body, ct);

    /// <summary>The same by the Marketing Messages API: marketing templates only, with <c>product_policy</c> if wanted.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; the message may have left.</exception>
    public Task<SendAnswer> SendMarketingAsync(CloudApiAccess access, string phoneNumberId, ReadOnlyMemory<byte> body, CancellationToken ct) =>
        SendToAsync(access, phoneNumberId + "/marketing_messages", body, ct);

    private async Task<SendAnswer> SendToAsync(CloudApiAccess access, string path, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        using var request = calls.Post(access, path, Json(body));
        var outcome = await calls.SendAsync(request, ct);
        return outcome.Failure is { } failure ? failure : SendAnswerReader.Read(outcome.Status, outcome.Body);
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="ArgumentException">The recipient has neither a number nor a user id.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; the message may have left.</exception>
    public Task<SendAnswer> SendAsync(
        CloudApiAccess access, string phoneNumberId, Recipient to, OutgoingMessage message, string? callbackData, CancellationToken ct)
    {
        if (to.Phone is null && to.UserId is null)
        {
            throw new ArgumentException("A recipient needs a telephone number or a user id.", nameof(to));
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        OutgoingMessageJson.WriteBody(buffer, to, OutgoingMessageJson.WriteContent(message), callbackData);
        return SendAsync(access, phoneNumberId, buffer.WrittenMemory, ct);
    }

    /// <summary>Marks an incoming message as read, perhaps with "typing…". Null when it went well.</summary>
    public async Task<GraphError?> MarkAsReadAsync(CloudApiAccess access, string phoneNumberId, MarkAsRead mark, CancellationToken ct)
    {
        using var request = calls.Post(access, phoneNumberId + "/messages", Json(OutgoingMessageJson.WriteMarkAsRead(mark)));
        return (await calls.AskAsync(request, static _ => true, ct)).Error;
    }

    /// <summary>The person's messages do not reach the number any more. Only who wrote within 24 hours can be blocked. Null when it went well.</summary>
    public Task<GraphError?> BlockAsync(CloudApiAccess access, string phoneNumberId, Recipient person, CancellationToken ct) => BlockAsync(HttpMethod.Post, access, phoneNumberId, person, ct);

    /// <summary>The person can write to the number again. Null when it went well.</summary>
    public Task<GraphError?> UnblockAsync(CloudApiAccess access, string phoneNumberId, Recipient person, CancellationToken ct) => BlockAsync(HttpMethod.Delete, access, phoneNumberId, person, ct);

    private async Task<GraphError?> BlockAsync(HttpMethod method, CloudApiAccess access, string phoneNumberId, Recipient person, CancellationToken ct)
    {
        using var request = calls.With(method, access, phoneNumberId + "/block_users", Json(BlockUsers.Write(person)));
        var outcome = await calls.SendAsync(request, ct);
        return outcome.Failure is { } failure ? GraphCalls.Silence(failure.Why) : BlockUsers.Read(outcome.Status, outcome.Body);
    }

    /// <summary>Uploads a file and gives its media id, good for 30 days. The stream is disposed with the request.</summary>
    public async Task<GraphAnswer<string>> UploadMediaAsync(
        CloudApiAccess access, string phoneNumberId, Stream content, string mimeType, string filename, CancellationToken ct)
    {
        var file = new StreamContent(content);
        file.Headers.TryAddWithoutValidation("Content-Type", mimeType);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("whatsapp"), "messaging_product" },
            { new StringContent(mimeType), "type" },
            { file, "file", filename },
        };
        using var request = calls.Post(access, phoneNumberId + "/media", form);
        return await calls.AskAsync(request, GraphNodes.Id, ct);
    }

    /// <summary>Where a media file is.</summary>
    public async Task<GraphAnswer<MediaInfo>> GetMediaAsync(CloudApiAccess access, string mediaId, CancellationToken ct)
    {
        using var request = calls.Get(access, mediaId);
        return await calls.AskAsync(request, GraphNodes.Media, ct);
    }

    /// <summary>Downloads a media file from the address that <see cref="GetMediaAsync"/> gave.</summary>
    public async Task<GraphAnswer<MediaDownload>> DownloadMediaAsync(CloudApiAccess access, Uri url, CancellationToken ct)
    {
        // The token goes to the API itself and to encrypted addresses, never in the clear to a stranger.
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (url.Scheme == Uri.UriSchemeHttps || string.Equals(url.Authority, access.BaseAddress.Authority, StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
        }

        return await calls.DownloadAsync(request, ct);
    }

    /// <summary>Every template of a business account, page after page.</summary>
    /// <exception cref="CloudApiException">Meta refused a page, or no answer came.</exception>
    public async IAsyncEnumerable<TemplateNode> ListTemplatesAsync(CloudApiAccess access, string wabaId, [EnumeratorCancellation] CancellationToken ct)
    {
        string? after = null;
        do
        {
            var page = await PageAsync(access, wabaId + "/message_templates?limit=100&fields=" + TemplateFields, after, GraphNodes.Template, ct);
            foreach (var template in page.Items)
            {
                yield return template;
            }

            after = page.After;
        }
        while (after is not null);
    }

    /// <summary>A business phone number. <paramref name="fields"/> are Meta's names with commas; null asks for those that the answer has members for.</summary>
    public async Task<GraphAnswer<PhoneNumberNode>> GetPhoneNumberAsync(CloudApiAccess access, string phoneNumberId, string? fields, CancellationToken ct)
    {
        using var request = calls.Get(access, phoneNumberId + "?fields=" + Uri.EscapeDataString(fields ?? PhoneNumberFields));
        return await calls.AskAsync(request, GraphNodes.PhoneNumber, ct);
    }

    /// <summary>The phone numbers of a business account, every page.</summary>
    public async Task<GraphAnswer<IReadOnlyList<PhoneNumberNode>>> ListPhoneNumbersAsync(CloudApiAccess access, string wabaId, CancellationToken ct)
    {
        var numbers = new List<PhoneNumberNode>();
        string? after = null;
        try
        {
            do
            {
                var page = await PageAsync(access, wabaId + "/phone_numbers?limit=100&fields=" + PhoneNumberFields, after, GraphNodes.PhoneNumber, ct);
                numbers.AddRange(page.Items);
                after = page.After;
            }
            while (after is not null);
        }
        catch (CloudApiException refused)
        {
            return new GraphAnswer<IReadOnlyList<PhoneNumberNode>>(null, refused.Error);
        }

        return new GraphAnswer<IReadOnlyList<PhoneNumberNode>>(numbers, null);
    }

    private async Task<GraphPage<T>> PageAsync<T>(
        CloudApiAccess access, string path, string? after, Func<System.Text.Json.JsonElement, T?> read, CancellationToken ct)
        where T : class
    {
        // The cursor, not Meta's ready-made address: that one carries the token in its query.
        using var request = calls.Get(access, after is null ? path : new StringBuilder(path).Append("&after=").Append(Uri.EscapeDataString(after)).ToString());
        var answer = await calls.AskAsync(request, root => GraphNodes.Page(root, read), ct);
        return answer.Succeeded ? answer.Value : throw new CloudApiException(answer.Error);
    }

    private static ReadOnlyMemoryContent Json(ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return content;
    }
}
