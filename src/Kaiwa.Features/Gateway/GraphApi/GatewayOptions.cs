namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Meta's API as Kaiwa serves it to programs. Section <c>Kaiwa:Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    /// <summary>How long a send waits for Meta's id before it is taken back. One that is on its way to Meta then is waited for up to 10 seconds more.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a send with <c>Prefer: respond-async</c> may wait to leave before it is given up.</summary>
    public TimeSpan AsyncWait { get; set; } = TimeSpan.FromHours(24);
}
