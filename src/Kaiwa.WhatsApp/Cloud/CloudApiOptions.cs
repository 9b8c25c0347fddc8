namespace Kaiwa.WhatsApp.Cloud;

/// <summary>How the Cloud API is called.</summary>
public sealed class CloudApiOptions
{
    /// <summary>The Graph version in every path.</summary>
    public string Version { get; set; } = "v23.0";

    /// <summary>How long a call may take, answer included. Media downloads are bounded to their first byte only.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
