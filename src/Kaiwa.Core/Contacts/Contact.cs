using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Contacts;

/// <summary>A customer, whatever WhatsApp, the shop or a store calls them.</summary>
public sealed class Contact
{
    private Contact()
    {
    }
}

/// <summary>May this person be sent marketing?</summary>
public enum Consent
{
    Unknown = 0,
    In = 1,
    Out = 2,
}

public enum IdentityKind
{
    /// <summary>Canonical digits, no plus. Scope is empty.</summary>
    Phone = 1,

    /// <summary>Business-scoped user id. Scope is Meta's portfolio id.</summary>
    UserId = 2,

    /// <summary>Parent business-scoped user id. Scope is empty.</summary>
    ParentUserId = 3,

    /// <summary>The customer's id in a store. Scope is the store.</summary>
    StoreCustomer = 4,
}

public readonly record struct IdentityKey(Id<Workspace> Workspace, IdentityKind Kind, string Scope, string Value);

/// <summary>Marks ids of identities: one name by which a contact is known.</summary>
public sealed class Identity
{
    private Identity()
    {
    }
}

/// <summary>What a webhook, an import or a program says of one person.</summary>
public sealed record PersonClaim(Id<Workspace> Workspace, string Portfolio)
{
    /// <summary>The stored contact to whom what is unknown so far belongs; without it a new one is made.</summary>
    public Id<Contact>? Contact { get; init; }

    public string? Phone { get; init; }

    public string? UserId { get; init; }

    public string? ParentUserId { get; init; }

    /// <summary>The number that this person had before.</summary>
    public string? FormerPhone { get; init; }

    public string? FormerUserId { get; init; }

    public string? Name { get; init; }

    public string? Username { get; init; }

    /// <summary>When the name was true, in milliseconds; the later name wins.</summary>
    public long At { get; init; }

    internal IEnumerable<IdentityKey> Keys()
    {
        if (Phone is { Length: > 0 } phone)
        {
            yield return new IdentityKey(Workspace, IdentityKind.Phone, "", CanonicalPhone.Of(phone));
        }

        if (FormerPhone is { Length: > 0 } formerPhone)
        {
            yield return new IdentityKey(Workspace, IdentityKind.Phone, "", CanonicalPhone.Of(formerPhone));
        }

        if (UserId is { Length: > 0 } user)
        {
            yield return new IdentityKey(Workspace, IdentityKind.UserId, Portfolio, user);
        }

        if (FormerUserId is { Length: > 0 } formerUser)
        {
            yield return new IdentityKey(Workspace, IdentityKind.UserId, Portfolio, formerUser);
        }

        if (ParentUserId is { Length: > 0 } parent)
        {
            yield return new IdentityKey(Workspace, IdentityKind.ParentUserId, "", parent);
        }
    }
}

/// <summary>Who a claim turned out to be; the identity is the best to write to (phone before user id).</summary>
public readonly record struct Person(Id<Contact> Contact, Id<Identity> Identity);
