namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The On-Premises API for programs that were written for it. Section <c>Kaiwa:OnPremises</c>.</summary>
internal sealed class OnPremisesOptions
{
    /// <summary>The number that bare <c>/v1/…</c> serves: its Meta id or its digits. Empty: none.</summary>
    public string DefaultNumber { get; set; } = "";

    /// <summary>Whether settings need the admin, as Meta had it. Users, account and certificates always do.</summary>
    public bool StrictRoles { get; set; } = true;

    /// <summary>Sends a second that a number takes; more is answered with 429.</summary>
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>Sends that may come at once.</summary>
    public int MessagesBurst { get; set; } = 150;

    /// <summary>Other calls a second that a number takes.</summary>
    public int OtherCallsPerSecond { get; set; } = 20;

    /// <summary>Other calls that may come at once.</summary>
    public int OtherCallsBurst { get; set; } = 60;

    /// <summary>Whether links with a media provider may lead into private networks. Only where every tenant is trusted.</summary>
    public bool PrivateLinks { get; set; }
}
