namespace Kaiwa.WhatsApp.Messages;

/// <summary>The advertisement or post from which a conversation began.</summary>
/// <param name="SourceType"><c>ad</c> or <c>post</c>.</param>
/// <param name="SourceId">Meta's id of the ad or post.</param>
/// <param name="SourceUrl">Its address.</param>
/// <param name="Headline">Its headline.</param>
/// <param name="Body">Its text.</param>
/// <param name="ClickId">The click id (<c>ctwa_clid</c>); absent for WhatsApp Status.</param>
/// <param name="Raw">The referral's JSON.</param>
public sealed record Referral(
    string? SourceType, string? SourceId, string? SourceUrl, string? Headline, string? Body, string? ClickId, ReadOnlyMemory<byte> Raw);
