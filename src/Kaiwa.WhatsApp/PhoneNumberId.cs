namespace Kaiwa.WhatsApp;

/// <summary>Meta's id of a business phone number: the node under which it sends. Not a telephone number.</summary>
/// <param name="Value">The id as Meta wrote it, digits.</param>
public readonly record struct PhoneNumberId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
