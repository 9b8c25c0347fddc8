using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Fetches a program's link with the credentials of its media provider. Addresses of private networks are not reached unless the operator says so.</summary>
internal sealed class LinkProxy : IDisposable
{
    private readonly OnPremisesOptions options;
    private readonly HttpClient http;

    public LinkProxy(IOptions<OnPremisesOptions> options)
    {
        this.options = options.Value;
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), ConnectCallback = ConnectAsync }) { Timeout = TimeSpan.FromSeconds(60) };
    }

    public async Task<Fetched> FetchAsync(string link, JsonObject provider, CancellationToken ct)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return new Fetched(null, "", "link must be an http or https address");
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = Credentials(provider["config"] as JsonObject);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode)
            {
                return new Fetched(await response.Content.ReadAsStreamAsync(ct), response.Content.Headers.ContentType?.ToString() ?? "", null);
            }

            response.Dispose();
            return new Fetched(null, "", $"The link answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException)
        {
            return new Fetched(null, "", "The link could not be reached");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Fetched(null, "", "The link did not answer in time");
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>The bytes on their way and their type, or the problem.</summary>
    public sealed record Fetched(Stream? Content, string Mime, string? Problem);

    private static AuthenticationHeaderValue? Credentials(JsonObject? config) =>
        config?["bearer"]?.ToString() is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token)
        : config?["basic"] is JsonObject basic ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic["username"]}:{basic["password"]}")))
        : null;

    // Checked on the address that is connected to, so that a name cannot change its mind in between.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var open = Array.FindAll(addresses, address => options.PrivateLinks || IsPublic(address));
        if (open.Length == 0)
        {
            throw new HttpRequestException("The link leads into a private network.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any))
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        return bytes.Length == 16
            ? !(bytes[0] == 0x00 && bytes[1] == 0x64) // 64:ff9b::/96 carries IPv4 addresses of any kind
            : bytes switch
            {
                [0 or 10 or 127, ..] => false,
                [100, >= 64 and <= 127, ..] => false,
                [169, 254, ..] => false,
                [172, >= 16 and <= 31, ..] => false,
                [192, 168, ..] => false,
                [192, 0, 0, _] => false,
                [198, 18 or 19, ..] => false,
                [>= 224, ..] => false,
                _ => true,
            };
    }
}
