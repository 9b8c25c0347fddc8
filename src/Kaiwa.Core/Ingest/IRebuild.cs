namespace Kaiwa.Core.Ingest;

/// <summary>Puts back, from the stored deliveries, what is missing of what WhatsApp once said.</summary>
public interface IRebuild
{
    /// <summary>Reads every stored delivery again. What is there stays as it is; run twice, the second run finds nothing to do.</summary>
    Task<Rebuilt> RunAsync(Action<Rebuilt> onProgress, CancellationToken ct);
}

/// <summary>How far it came and what was missing.</summary>
public sealed record Rebuilt(long Deliveries, long Messages, long Contacts);
