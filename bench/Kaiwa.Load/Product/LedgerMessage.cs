namespace Kaiwa.Load.Product;

/// <summary>One accepted message.</summary>
internal sealed record LedgerMessage(long Seq, string Wamid, string To, string? CallbackData);
