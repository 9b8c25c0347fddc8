using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>
/// A shop's program that goes on sending a little through the gateway, to people of its own. Its statuses keep flowing when a broadcast is over:
/// without them silence would say nothing, and sends whose answer was lost would rightly wait for ever.
/// </summary>
internal sealed class Trickle(Credentials target, IReadOnlyList<string> phones) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(400);

    private readonly HttpClient http = new() { BaseAddress = target.GraphBaseUrl, Timeout = TimeSpan.FromSeconds(25) };

    public async Task RunAsync(CancellationToken until)
    {
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", target.AccessToken);
        for (var number = 0; !until.IsCancellationRequested; number++)
        {
            _ = SendAsync(phones[number % phones.Count], until);
            await Task.Delay(Every, CancellationToken.None);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task SendAsync(string phone, CancellationToken until)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(string.Create(CultureInfo.InvariantCulture, $"v23.0/{target.PhoneNumberId}/messages"), new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["to"] = phone,
                ["type"] = "template",
                ["template"] = new JsonObject { ["name"] = "hello_world", ["language"] = new JsonObject { ["code"] = "en_US" } },
            }, until);
        }
        catch (Exception cause) when (cause is HttpRequestException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is dead just now: this program does not insist.
        }
    }
}
