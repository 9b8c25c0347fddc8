using System.Text.Json.Serialization;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Audiences;

/// <summary>Whom a broadcast is meant for: everybody, those with a tag, or those of one import.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(All), "all")]
[JsonDerivedType(typeof(Tag), "tag")]
[JsonDerivedType(typeof(Import), "import")]
public abstract record Audience
{
    private Audience()
    {
    }

    public sealed record All : Audience;

    public sealed record Tag(string Name) : Audience;

    public sealed record Import(Guid ImportId) : Audience;
}

/// <summary>Why a member of an audience is not written to.</summary>
public enum Exclusion
{
    /// <summary>Nobody ever said that they agreed.</summary>
    ConsentUnknown,

    /// <summary>They said no.</summary>
    OptedOut,

    /// <summary>The shop must not write to them at all.</summary>
    NoContact,

    /// <summary>No phone number and no user id is known.</summary>
    NoAddress,

    /// <summary>The same person under another name is written to already.</summary>
    Duplicate,

    /// <summary>The template needs something that is not known of them.</summary>
    MissingValue,
}

/// <param name="Total">Members, all of them.</param>
/// <param name="Reachable">Those who may be sent marketing.</param>
/// <param name="Excluded">The others, by reason; reasons with nobody are left out.</param>
public sealed record AudienceCount(long Total, long Reachable, IReadOnlyDictionary<Exclusion, long> Excluded);

/// <summary>One member with what a template may be filled with.</summary>
public sealed record AudienceMember
{
    public required Id<Contact> ContactId { get; init; }

    /// <summary>The identity to write to: the phone before the user id. Empty when <see cref="Exclusion.NoAddress"/>.</summary>
    public Id<Identity> IdentityId { get; init; }

    /// <summary>Digits without plus; null when only a user id is known.</summary>
    public string? Phone { get; init; }

    public string? Name { get; init; }

    public string? Language { get; init; }

    /// <summary>A JSON object of strings; null when there are none.</summary>
    public string? Attributes { get; init; }

    public Consent Consent { get; init; }

    public bool NoContact { get; init; }

    /// <summary>Null when they may be sent marketing.</summary>
    public Exclusion? Exclusion =>
        IdentityId == default ? Audiences.Exclusion.NoAddress
        : NoContact ? Audiences.Exclusion.NoContact
        : Consent == Consent.Out ? Audiences.Exclusion.OptedOut
        : Consent == Consent.Unknown ? Audiences.Exclusion.ConsentUnknown
        : null;
}
