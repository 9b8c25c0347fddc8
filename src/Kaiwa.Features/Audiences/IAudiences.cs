using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences;

/// <summary>Who may be written to: contacts with their consent, imports, tags.</summary>
public interface IAudiences
{
    Task<Page<ContactRow>> ListAsync(Actor actor, ContactFilter filter, CancellationToken ct = default);

    /// <summary>Reads a CSV file of any length while it arrives. Rows with mistakes are left out and reported; the others are in.</summary>
    Task<Result<ImportReport>> ImportAsync(Actor actor, Stream csv, ImportOptions options, CancellationToken ct = default);

    Task<IReadOnlyList<ImportRow>> ImportsAsync(Actor actor, CancellationToken ct = default);

    /// <summary>The first 1,000 mistakes of an import.</summary>
    Task<IReadOnlyList<RowError>> ImportErrorsAsync(Actor actor, Guid importId, CancellationToken ct = default);

    Task<IReadOnlyList<TagRow>> TagsAsync(Actor actor, CancellationToken ct = default);

    Task<Result<bool>> SetConsentAsync(Actor actor, Id<Contact> contact, Consent consent, string source, CancellationToken ct = default);

    /// <summary>All contacts of the workspace.</summary>
    Task<long> CountAsync(Actor actor, CancellationToken ct = default);

    /// <summary>How many of an audience may be sent marketing, and why the others may not.</summary>
    Task<AudienceCount> CountAsync(Actor actor, Audience audience, CancellationToken ct = default);

    /// <summary>The next members by contact id, those included who may not be written to; start with null.</summary>
    Task<IReadOnlyList<AudienceMember>> MembersAsync(Actor actor, Audience audience, Id<Contact>? after, int most, CancellationToken ct = default);
}
