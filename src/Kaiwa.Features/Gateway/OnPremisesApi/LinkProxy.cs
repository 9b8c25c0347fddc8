using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Fetches a program's link with the credentials of its media provider. Addresses of private networks are not reached unless the operator says so.</summary>
internal sealed class LinkProxy : IDisposable
{
    private readonly HttpClient http;

    public LinkProxy(IOptions<OnPremisesOptions> options)
    {
        var guard = new AddressGuard(options.Value.PrivateLinks);
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), ConnectCallback = guard.ConnectAsync }) { Timeout = TimeSpan.FromSeconds(60) };
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
        catch (FormatException)
        {
            return new Fetched(null, "", "The credentials of the media provider cannot be sent: they hold a line break");
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
}
