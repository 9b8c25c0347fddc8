namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The form in which a receiver reads its events.</summary>
public enum RelayShape
{
    /// <summary>As Meta's Cloud API posts them.</summary>
    Cloud = 0,

    /// <summary>As the On-Premises API posted them: flat and unsigned. The program sets it up itself, for its number.</summary>
    OnPremises = 1,

    /// <summary>As 360dialog's second API posted them: Meta's Cloud API's, unsigned, with headers that the program has set. The program sets it up itself, for its number.</summary>
    Dialog360 = 2,
}
