namespace Kaiwa.Features;

/// <summary>An emoji, a correction or WhatsApp's own notice asks nobody for an answer.</summary>
internal static class AskingKinds
{
    /// <summary>The others, as a list in SQL.</summary>
    public const string NotInSql = "('reaction', 'edit', 'revoke', 'system')";

    public static bool Has(string kind) => kind is not ("reaction" or "edit" or "revoke" or "system");
}
