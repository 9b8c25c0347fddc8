namespace Kaiwa.WhatsApp.Messages;

/// <summary>A contact card, sent or received. Sending needs the formatted name and one more part of the name.</summary>
/// <param name="Name">The name.</param>
public sealed record ContactCard(ContactName Name)
{
    /// <summary>Telephone numbers.</summary>
    public IReadOnlyList<ContactPhone> Phones { get; init; } = [];

    /// <summary>Mail addresses.</summary>
    public IReadOnlyList<ContactEmail> Emails { get; init; } = [];

    /// <summary>Postal addresses.</summary>
    public IReadOnlyList<ContactAddress> Addresses { get; init; } = [];

    /// <summary>Web addresses.</summary>
    public IReadOnlyList<ContactUrl> Urls { get; init; } = [];

    /// <summary>Where the person works.</summary>
    public ContactOrganization? Organization { get; init; }

    /// <summary>The birthday, <c>YYYY-MM-DD</c>.</summary>
    public string? Birthday { get; init; }
}

/// <summary>The name on a card.</summary>
public sealed record ContactName(
    string FormattedName, string? FirstName = null, string? LastName = null, string? MiddleName = null, string? Prefix = null, string? Suffix = null);

/// <summary>A telephone number on a card; with <paramref name="WaId"/> WhatsApp offers "Message", without "Invite".</summary>
public sealed record ContactPhone(string? Phone, string? Type = null, string? WaId = null);

/// <summary>A mail address on a card.</summary>
public sealed record ContactEmail(string? Email, string? Type = null);

/// <summary>A web address on a card.</summary>
public sealed record ContactUrl(string? Url, string? Type = null);

/// <summary>A postal address on a card.</summary>
public sealed record ContactAddress(
    string? Street = null, string? City = null, string? State = null, string? Zip = null, string? Country = null, string? CountryCode = null, string? Type = null);

/// <summary>Where a person works.</summary>
public sealed record ContactOrganization(string? Company = null, string? Department = null, string? Title = null);
