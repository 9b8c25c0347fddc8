using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences.Merges;

/// <summary>Two contacts that are one person, said by somebody; and the way back, also from what WhatsApp said.</summary>
public interface IContactMerges
{
    /// <summary>Who was joined to a contact, the latest first.</summary>
    Task<IReadOnlyList<MergeRow>> ListAsync(Actor actor, Id<Contact> contact, CancellationToken ct = default);

    /// <summary>The older of the two keeps everything.</summary>
    Task<Result<MergedContacts>> MergeAsync(Actor actor, Id<Contact> one, Id<Contact> other, CancellationToken ct = default);

    /// <summary>The younger is a contact of its own again.</summary>
    Task<Result<MergedContacts>> UndoAsync(Actor actor, Id<ContactMerge> merge, CancellationToken ct = default);
}

/// <summary>A contact that was joined to another.</summary>
public sealed record MergeRow
{
    public required Id<ContactMerge> Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who said so; empty when WhatsApp did.</summary>
    public required string By { get; init; }

    /// <summary>What the other was called, or their number.</summary>
    public string? Name { get; init; }

    /// <summary>The names that came with the other: numbers with their plus, user ids.</summary>
    public required IReadOnlyList<string> Identities { get; init; }

    /// <summary>The latest goes first.</summary>
    public required bool MayUndo { get; init; }
}

/// <param name="Merge">By which it can be undone.</param>
/// <param name="Contact">The older, that keeps everything.</param>
/// <param name="Other">The younger.</param>
public sealed record MergedContacts(Id<ContactMerge> Merge, Id<Contact> Contact, Id<Contact> Other);
