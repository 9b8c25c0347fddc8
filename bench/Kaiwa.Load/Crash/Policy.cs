namespace Kaiwa.Load.Crash;

/// <summary>What Kaiwa did with sends whose answer was lost.</summary>
internal sealed record Policy(long Ambiguous, long Settled, long Resent, long Uncertain, long Waiting);
