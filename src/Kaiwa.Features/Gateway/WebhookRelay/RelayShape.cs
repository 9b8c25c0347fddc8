namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The form in which a receiver reads its events.</summary>
public enum RelayShape
{
    /// <summary>As Meta's Cloud API posts them.</summary>
    Cloud = 0,
}
