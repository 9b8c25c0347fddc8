namespace Kaiwa.WhatsApp;

/// <summary>WhatsApp's id of one message, as <c>wamid.HBgL…</c>. Opaque: compare it, never take it apart.</summary>
/// <param name="Value">The id as Meta wrote it.</param>
public readonly record struct Wamid(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
