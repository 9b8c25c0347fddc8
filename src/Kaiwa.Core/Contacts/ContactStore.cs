using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Contacts;

/// <summary>Finds or makes the contacts behind claims, joins those that turn out to be one person, keeps consent.</summary>
public sealed class ContactStore(TimeProvider time, MergeContacts merge)
{
    private const string SelectIdentities = """
        SELECT i.id, i.contact_id, v.ordinal FROM {rows}
        JOIN identity i ON i.workspace_id = v.workspace_id AND i.kind = v.kind AND i.scope = v.scope AND i.value = v.value
        """;

    private const string InsertContact = """
        INSERT INTO contact (id, workspace_id, name, name_at, username, created_at)
        SELECT v.id, v.workspace_id, v.name, v.name_at, v.username, v.at FROM {rows}
        """;

    private const string InsertIdentity = """
        INSERT INTO identity (id, workspace_id, kind, scope, value, contact_id, created_at, learned_with)
        SELECT v.id, v.workspace_id, v.kind, v.scope, v.value, v.contact_id, v.at, v.learned_with FROM {rows}
        """;

    private const string UpdateName = """
        UPDATE contact SET name = v.name, name_at = v.name_at, username = COALESCE(v.username, contact.username)
        FROM {rows}
        WHERE contact.id = v.id AND contact.workspace_id = v.workspace_id
          AND (v.name_at > contact.name_at OR (v.name_at = contact.name_at AND (contact.name IS NULL OR v.name > contact.name)))
        """;

    // The later word wins; at the same instant a refusal beats a permission.
    private const string UpdateConsent = """
        UPDATE contact SET consent = v.consent, consent_at = v.at, consent_source = v.source
        FROM {rows}
        WHERE contact.id = v.id AND contact.workspace_id = v.workspace_id
          AND (v.at > contact.consent_at OR (v.at = contact.consent_at AND v.consent > contact.consent))
        """;

    public sealed record ConsentChange(Id<Workspace> Workspace, Id<Contact> Contact, Consent Consent, long At, string Source);

    public Task<int> SetConsentAsync(UnitOfWork unit, IReadOnlyList<ConsentChange> changes) => unit.BulkAsync(
        UpdateConsent,
        new Bulk<ConsentChange>(changes.OrderBy(change => change.Contact).ToList())
            .Id("id", change => change.Contact).Id("workspace_id", change => change.Workspace)
            .Int("consent", change => (int)change.Consent).Long("at", change => change.At).Text("source", change => change.Source));

    /// <summary>One person per claim, in order. A claim without any name for the person is null.</summary>
    public async Task<IReadOnlyList<Person?>> ResolveAsync(UnitOfWork unit, IReadOnlyList<PersonClaim> claims)
    {
        var keys = claims.Select(claim => claim.Keys().Distinct().ToList()).ToList();
        var book = await LoadAsync(unit, keys.SelectMany(list => list).Distinct().ToList());
        for (var i = 0; i < claims.Count; i++)
        {
            if (keys[i].Count > 0)
            {
                await PlaceAsync(unit, book, claims[i], keys[i]);
            }
        }

        await WriteAsync(unit, book);
        return keys.Select(list => list.Count == 0 ? (Person?)null : book.Person(list)).ToList();
    }

    private static async Task<Book> LoadAsync(UnitOfWork unit, List<IdentityKey> keys)
    {
        var book = new Book();
        var rows = new Bulk<(IdentityKey Key, int Ordinal)>(keys.Select((key, ordinal) => (key, ordinal)).ToList())
            .Id("workspace_id", row => row.Key.Workspace).Int("kind", row => (int)row.Key.Kind).Text("scope", row => row.Key.Scope)
            .Text("value", row => row.Key.Value).Int("ordinal", row => row.Ordinal);
        var found = await unit.BulkQueryAsync(SelectIdentities, rows, reader => (
            Identity: new Id<Identity>(Dialect.ReadGuid(reader, 0)), Contact: new Id<Contact>(Dialect.ReadGuid(reader, 1)), Ordinal: reader.GetInt32(2)));
        foreach (var (identity, contact, ordinal) in found)
        {
            book.Known[keys[ordinal]] = new Person(contact, identity);
        }

        return book;
    }

    private async Task PlaceAsync(UnitOfWork unit, Book book, PersonClaim claim, List<IdentityKey> keys)
    {
        var contacts = keys.Where(book.Known.ContainsKey).Select(key => book.Known[key].Contact).Distinct().Order().ToList();
        Id<Contact> contact;
        if (contacts.Count == 0 && claim.Contact is { } stored)
        {
            contacts.Add(stored);
        }

        if (contacts.Count == 0)
        {
            contact = Id<Contact>.New(time);
            book.NewContacts.Add((contact, claim));
        }
        else
        {
            contact = contacts[0];
            foreach (var other in contacts.Skip(1))
            {
                await JoinAsync(unit, book, claim.Workspace, other, contact);
            }
        }

        var company = keys.Where(book.Known.ContainsKey).Select(key => (Id<Identity>?)book.Known[key].Identity).FirstOrDefault();
        foreach (var key in keys.Where(key => !book.Known.ContainsKey(key)))
        {
            book.Known[key] = new Person(contact, Id<Identity>.New(time));
            book.NewIdentities.Add((key, company));
            company ??= book.Known[key].Identity;
        }

        if (claim.Name is not null && contacts.Count > 0)
        {
            book.Names[contact] = book.Names.TryGetValue(contact, out var other) && IsLater(other, claim) ? other : claim;
        }
    }

    private static bool IsLater(PersonClaim left, PersonClaim right) =>
        left.At > right.At || (left.At == right.At && string.CompareOrdinal(left.Name, right.Name) > 0);

    private async Task JoinAsync(UnitOfWork unit, Book book, Id<Workspace> workspace, Id<Contact> from, Id<Contact> into)
    {
        await WriteAsync(unit, book);
        await merge.HandleAsync(unit, workspace, from, into);
        foreach (var (key, person) in book.Known.Where(pair => pair.Value.Contact == from).ToList())
        {
            book.Known[key] = person with { Contact = into };
        }
    }

    private async Task WriteAsync(UnitOfWork unit, Book book)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await unit.BulkAsync(
            InsertContact,
            new Bulk<(Id<Contact> Id, PersonClaim Claim)>(book.NewContacts)
                .Id("id", row => row.Id).Id("workspace_id", row => row.Claim.Workspace).Text("name", row => row.Claim.Name)
                .Long("name_at", row => row.Claim.Name is null ? 0 : row.Claim.At).Text("username", row => row.Claim.Username).Long("at", _ => now));
        await unit.BulkAsync(
            InsertIdentity,
            new Bulk<(IdentityKey Key, Id<Identity>? Company)>(book.NewIdentities)
                .Id("id", row => book.Known[row.Key].Identity).Id("workspace_id", row => row.Key.Workspace).Int("kind", row => (int)row.Key.Kind).Text("scope", row => row.Key.Scope)
                .Text("value", row => row.Key.Value).Id("contact_id", row => book.Known[row.Key].Contact).Long("at", _ => now).Id("learned_with", row => row.Company));
        await unit.BulkAsync(
            UpdateName,
            new Bulk<KeyValuePair<Id<Contact>, PersonClaim>>(book.Names.OrderBy(pair => pair.Key).ToList())
                .Id("id", row => row.Key).Id("workspace_id", row => row.Value.Workspace).Text("name", row => row.Value.Name)
                .Text("username", row => row.Value.Username).Long("name_at", row => row.Value.At));
        book.NewContacts.Clear();
        book.NewIdentities.Clear();
        book.Names.Clear();
    }

    private sealed class Book
    {
        public Dictionary<IdentityKey, Person> Known { get; } = [];

        public List<(Id<Contact> Id, PersonClaim Claim)> NewContacts { get; } = [];

        public List<(IdentityKey Key, Id<Identity>? Company)> NewIdentities { get; } = [];

        public Dictionary<Id<Contact>, PersonClaim> Names { get; } = [];

        public Person Person(List<IdentityKey> keys) => Known[keys.MinBy(key => key.Kind)];
    }
}
