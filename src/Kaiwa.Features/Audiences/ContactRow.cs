using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Audiences;

public sealed record ContactFilter(string? Search = null, Consent? Consent = null, string? Tag = null, string? Cursor = null, int Limit = 50);

/// <summary>A contact as the list shows it.</summary>
public sealed record ContactRow
{
    public required Id<Contact> Id { get; init; }

    public string? Name { get; init; }

    /// <summary>With its plus; null when only a user id is known.</summary>
    public string? Phone { get; init; }

    public Consent Consent { get; init; }

    public string? ConsentSource { get; init; }

    public DateTimeOffset? ConsentAt { get; init; }

    public bool NoContact { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed record TagRow(string Name, long Contacts);
