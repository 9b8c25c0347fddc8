namespace Kaiwa.Load.Product;

/// <summary>A page of the ledger.</summary>
internal sealed record LedgerPage(IReadOnlyList<LedgerMessage> Messages, long? Next);
