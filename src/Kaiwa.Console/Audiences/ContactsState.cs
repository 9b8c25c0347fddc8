using Kaiwa.Console.Shell;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Console.Audiences;

/// <summary>The list of contacts with what each of them agreed to.</summary>
internal sealed class ContactsState(IAudiences audiences, Session session, Say say)
{
    private int version;

    public IReadOnlyList<ContactRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public long Total { get; private set; }

    public bool IsLoading { get; private set; } = true;

    public string Search { get; private set; } = "";

    public Consent? Consent { get; private set; }

    public bool IsFiltered => Search.Trim().Length > 0 || Consent is not null;

    public async Task LoadAsync()
    {
        var mine = ++version;
        var actor = await session.ActorAsync();
        var total = await audiences.CountAsync(actor);
        var page = await audiences.ListAsync(actor, Filter(null));
        if (mine == version)
        {
            (Rows, Next, Total, IsLoading) = (page.Items, page.Next, total, false);
        }
    }

    public Task FindAsync(string search)
    {
        Search = search;
        return LoadAsync();
    }

    public Task ShowAsync(Consent? consent)
    {
        Consent = consent;
        return LoadAsync();
    }

    public async Task LoadMoreAsync()
    {
        if (Next is not { } cursor)
        {
            return;
        }

        var mine = version;
        Next = null;
        var page = await audiences.ListAsync(await session.ActorAsync(), Filter(cursor));
        if (mine == version)
        {
            (Rows, Next) = ([.. Rows, .. page.Items], page.Next);
        }
    }

    /// <summary>Writes down what the contact said; the source is the person at this screen.</summary>
    public async Task<Problem?> SetConsentAsync(Id<Contact> contact, Consent consent)
    {
        var actor = await session.ActorAsync();
        var set = await audiences.SetConsentAsync(actor, contact, consent, say["contacts.source.person", actor.Name]);
        if (set.IsOk)
        {
            Rows = [.. Rows.Select(row => row.Id == contact ? row with { Consent = consent, ConsentSource = say["contacts.source.person", actor.Name], ConsentAt = say.Now } : row)];
        }

        return set.Problem;
    }

    private ContactFilter Filter(string? cursor) => new(Search.Trim() is { Length: > 0 } text ? text : null, Consent, null, cursor);
}
