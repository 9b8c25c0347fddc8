namespace Kaiwa.Load.Product;

/// <summary>Counts of everything the simulator has seen.</summary>
internal sealed record LedgerTotals(long Accepted);
