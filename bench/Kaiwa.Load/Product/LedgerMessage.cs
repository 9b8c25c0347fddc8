namespace Kaiwa.Load.Product;

/// <summary>One accepted message; the ledger writes phones with their plus.</summary>
internal sealed record LedgerMessage(long Seq, string Wamid, string Phone, string? CallbackData)
{
    public string To => Phone.TrimStart('+');
}
