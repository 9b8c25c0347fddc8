using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Templates;

/// <summary>A template as Meta knows it: what sending must know, and its components as they came.</summary>
public sealed record Template
{
    public required Id<Template> Id { get; init; }

    public required Id<Waba> WabaId { get; init; }

    public required string MetaId { get; init; }

    public required string Name { get; init; }

    public required string Language { get; init; }

    public required Category Category { get; init; }

    /// <summary>Meta's word: APPROVED, PENDING, PAUSED, REJECTED, DISABLED…</summary>
    public required string Status { get; init; }

    public required string ParameterFormat { get; init; }

    /// <summary>Meta's JSON array of components.</summary>
    public required string Components { get; init; }

    public bool IsApproved => string.Equals(Status, "APPROVED", StringComparison.Ordinal);
}
