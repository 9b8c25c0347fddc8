using System.Net;
using System.Text.Json;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Announcements;

/// <summary>What a device shows. The words of a kind without words are the browser's to choose, in its owner's language.</summary>
/// <param name="Name">Who wrote.</param>
/// <param name="Text">What, in one line; empty for kinds without words.</param>
/// <param name="Kind">Meta's type; <c>mention</c> for a colleague's note, <c>try</c> for a trial.</param>
/// <param name="Path">Where a tap leads.</param>
/// <param name="Tag">A later push with the same tag takes its place.</param>
internal sealed record PushMessage(string? Name, string Text, string Kind, string Path, string Tag);

/// <summary>Posts to push services (RFC 8030), encrypted for one browser and signed as this server.</summary>
internal sealed class PushClient(PushKeys keys, DeviceStore devices, IOptions<PushOptions> options) : IDisposable
{
    private const int LongestText = 200;
    private const int LongestName = 100;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);
    private readonly HttpClient http = Client(new AddressGuard(options.Value.AllowPrivateAddresses));

    /// <summary>Throws when it should be tried again. A device that its push service no longer knows is forgotten.</summary>
    public async Task SendAsync(Id<Workspace> workspace, DeviceSecret device, PushMessage message, CancellationToken ct)
    {
        var endpoint = new Uri(device.Endpoint);
        var body = JsonSerializer.SerializeToUtf8Bytes(message with { Name = Short(message.Name, LongestName), Text = Short(message.Text, LongestText)! }, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(PushEncryption.Encrypt(body, device.P256dh, device.Auth)) };
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.TryAddWithoutValidation("Authorization", await keys.AuthorizationAsync(endpoint, ct));
        request.Headers.TryAddWithoutValidation("TTL", ((int)Keep.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Urgency", "high");
        request.Headers.TryAddWithoutValidation("Topic", message.Tag);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            await devices.ForgetAsync(workspace, device.Id, ct);
        }
        else if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The push service answered {(int)answer.StatusCode}.");
        }
    }

    public void Dispose() => http.Dispose();

    // One record holds the whole: a push that is too long would never go out.
    private static string? Short(string? words, int longest) => words?.Length > longest ? string.Concat(words.AsSpan(0, longest), "…") : words;

    private static HttpClient Client(AddressGuard guard) => new(new SocketsHttpHandler
    {
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = Wait,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // the address is looked at again
        ActivityHeadersPropagator = null,
    })
    { Timeout = Wait };
}
