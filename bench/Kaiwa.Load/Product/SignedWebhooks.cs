using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Kaiwa.Load.Product;

/// <summary>Posts webhooks to Kaiwa as Meta does: the raw bytes signed with the app's secret.</summary>
internal sealed class SignedWebhooks : IDisposable
{
    private readonly Credentials target;
    private readonly byte[] secret;
    private readonly HttpClient http;

    public SignedWebhooks(Credentials target, int connections)
    {
        this.target = target;
        secret = Encoding.UTF8.GetBytes(target.AppSecret);
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }) { Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>True when Kaiwa answered 2xx; false on any other answer or none.</summary>
    public async Task<bool> PostAsync(byte[] body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, body)));
        try
        {
            using var answer = await http.SendAsync(request, ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception cause) when (cause is HttpRequestException or SocketException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    public byte[] Status(string wamid, string recipient, string status, string? callbackData, long seconds) => Envelope(string.Create(CultureInfo.InvariantCulture, $$$"""
        "statuses":[{"id":"{{{wamid}}}","status":"{{{status}}}","timestamp":"{{{seconds}}}","recipient_id":"{{{recipient}}}",{{{(callbackData is null ? "" : $"\"biz_opaque_callback_data\":\"{callbackData}\",")}}}"conversation":{"id":"5f6b1f2ad3a3d1b1a3f4e4e1c3b2a190","expiration_timestamp":"{{{seconds + 86400}}}","origin":{"type":"marketing"}},"pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"marketing"}}]
        """));

    public byte[] Text(string wamid, string from, string text, long seconds) => Envelope(string.Create(CultureInfo.InvariantCulture, $$$"""
        "contacts":[{"profile":{"name":"Ana"},"wa_id":"{{{from}}}"}],"messages":[{"from":"{{{from}}}","id":"{{{wamid}}}","timestamp":"{{{seconds}}}","type":"text","text":{"body":"{{{text}}}"}}]
        """));

    public void Dispose() => http.Dispose();

    private byte[] Envelope(string members) => Encoding.UTF8.GetBytes($$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"{{{target.WabaId}}}","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100199","phone_number_id":"{{{target.PhoneNumberId}}}"},{{{members}}}},"field":"messages"}]}]}
        """);
}
