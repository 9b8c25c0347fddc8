using System.Text.Json;
using Kaiwa.Core.Numbers;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>As Meta's cloud posts its webhooks.</summary>
internal class CloudForm(CloudEnvelope envelope) : RelayForm
{
    public override byte[] Ping { get; } = """{"object":"whatsapp_business_account","entry":[]}"""u8.ToArray();

    public override Task<byte[]?> WriteAsync(RelayEvent news, CancellationToken ct) => Task.FromResult<byte[]?>(envelope.Write(news));

    public override byte[] WriteStatus(Number number, Action<Utf8JsonWriter> status) => CloudEnvelope.WriteStatus(number, status);
}
