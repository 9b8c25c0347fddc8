namespace Kaiwa.WhatsApp.Cloud;

/// <summary>Where the Cloud API is and who asks.</summary>
/// <param name="BaseAddress">The origin without version: <c>https://graph.facebook.com</c> or a simulator.</param>
/// <param name="Token">The access token. A secret.</param>
public sealed record CloudApiAccess(Uri BaseAddress, string Token)
{
    /// <summary>Without the token, so that it never reaches a log.</summary>
    public override string ToString() => $"CloudApiAccess {{ BaseAddress = {BaseAddress} }}";
}
