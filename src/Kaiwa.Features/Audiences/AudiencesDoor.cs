using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences;

internal sealed class AudiencesDoor(Database database, AudienceStore audiences, ImportStore imports, ImportContacts import, ContactStore contacts, AuditLog audit, ILiveFeed feed, TimeProvider time) : IAudiences
{
    private const int LongestSource = 500;
    private const int MostMembers = 5000;

    public async Task<Page<ContactRow>> ListAsync(Actor actor, ContactFilter filter, CancellationToken ct = default)
    {
        var records = await audiences.PageAsync(actor.Workspace, filter, ct);
        return new Page<ContactRow>(records.Select(record => record.ToRow()).ToList(), records.Count == AudienceStore.Most(filter) ? records[^1].Id.ToString() : null);
    }

    public Task<Result<ImportReport>> ImportAsync(Actor actor, Stream csv, ImportOptions options, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Contacts, () => import.Handle(actor, csv, options, ct));

    public Task<IReadOnlyList<ImportRow>> ImportsAsync(Actor actor, CancellationToken ct = default) => imports.AllAsync(actor.Workspace, ct);

    public Task<IReadOnlyList<RowError>> ImportErrorsAsync(Actor actor, Guid importId, CancellationToken ct = default) => imports.ErrorsAsync(actor.Workspace, importId, ct);

    public async Task<IReadOnlyList<TagRow>> TagsAsync(Actor actor, CancellationToken ct = default) =>
        (await audiences.TagsAsync(actor.Workspace, ct)).Select(row => new TagRow(row.Name, row.Contacts)).ToList();

    public async Task<Result<bool>> SetConsentAsync(Actor actor, Id<Contact> contact, Consent consent, string source, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Contacts) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(source) || source.Length > LongestSource)
        {
            return AudienceProblems.SourceMissing;
        }

        if (!await audiences.ExistsAsync(actor.Workspace, contact, ct))
        {
            return AudienceProblems.ContactUnknown;
        }

        var change = new ContactStore.ConsentChange(actor.Workspace, contact, consent, time.GetUtcNow().ToUnixTimeMilliseconds(), source.Trim());
        return await database.InTransactionAsync(
            async unit =>
            {
                var isChanged = await contacts.SetConsentAsync(unit, [change]) > 0;
                await audit.WriteAsync(unit, actor, "contact.consent-set", contact.ToString(), consent.ToString());
                unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "contacts", contact.Value)));
                return isChanged;
            },
            ct: ct);
    }

    public Task<long> CountAsync(Actor actor, CancellationToken ct = default) => audiences.CountAsync(actor.Workspace, ct);

    public async Task<AudienceCount> CountAsync(Actor actor, Audience audience, CancellationToken ct = default)
    {
        var rows = await audiences.CountAsync(actor.Workspace, audience, ct);
        return new AudienceCount(
            rows.Sum(row => row.Count),
            rows.Where(row => row.Reason < 0).Sum(row => row.Count),
            rows.Where(row => row.Reason >= 0).ToDictionary(row => (Exclusion)row.Reason, row => row.Count));
    }

    public Task<IReadOnlyList<AudienceMember>> MembersAsync(Actor actor, Audience audience, Id<Contact>? after, int most, CancellationToken ct = default) =>
        audiences.MembersAsync(actor.Workspace, audience, after, Math.Clamp(most, 1, MostMembers), ct);
}
