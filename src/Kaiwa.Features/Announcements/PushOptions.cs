using System.ComponentModel.DataAnnotations;

namespace Kaiwa.Features.Announcements;

/// <summary>How browsers are told of messages while nobody looks. Section <c>Kaiwa:Push</c>.</summary>
internal sealed class PushOptions
{
    /// <summary>Whom a push service may write to about this server: <c>mailto:</c> or <c>https:</c>. Apple's refuses an address that cannot exist.</summary>
    [Required, RegularExpression("(mailto:|https://).+")]
    public string Contact { get; set; } = "mailto:admin@example.com";

    /// <summary>Whether a push service may be on this machine or in a private network, and be called without TLS.</summary>
    public bool AllowPrivateAddresses { get; set; }
}
