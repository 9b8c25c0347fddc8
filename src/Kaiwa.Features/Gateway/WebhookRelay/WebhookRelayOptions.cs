using System.ComponentModel.DataAnnotations;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>How Meta's events go on to the shop's own programs. Section <c>Kaiwa:Relay</c>.</summary>
internal sealed class WebhookRelayOptions
{
    /// <summary>How long a receiver may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an event is tried again before it becomes a dead letter.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "60.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Whether receivers may be on this machine or in a private network, and may be called without TLS.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Conversations that one receiver is told of at the same time.</summary>
    [Range(1, 256)]
    public int Parallel { get; set; } = 16;

    /// <summary>Events that one receiver may leave waiting one by one; beyond that nothing new is offered to it until some are taken.</summary>
    [Range(1, 1_000_000)]
    public int MostHeld { get; set; } = 10_000;
}
