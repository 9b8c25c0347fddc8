using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Kaiwa.Simulator.Storage;

/// <summary>What businesses keep at Meta besides messages and templates (profiles, QR codes, catalogues): JSON by kind and id, with an owner, in the order of making.</summary>
internal sealed class DocumentStore(SimulatorDatabase database, LedgerWriter writer)
{
    private readonly ConcurrentDictionary<(string Kind, string Id), Document> documents = new();
    private readonly Lock gate = new();
    private long last;

    public void Load()
    {
        foreach (var row in database.Query("SELECT kind, id, owner, body, place FROM document", r => (Key: (r.GetString(0), r.GetString(1)), Document: new Document(r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4)))))
        {
            documents[row.Key] = row.Document;
            last = Math.Max(last, row.Document.Place);
        }
    }

    /// <summary>An id that no other node has.</summary>
    public string NewId() => (910_000_000_000_000 + Interlocked.Increment(ref last)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public Document? Find(string kind, string id) => documents.GetValueOrDefault((kind, id));

    /// <summary>All of one owner, oldest first.</summary>
    public IReadOnlyList<Document> Of(string kind, string owner) =>
        [.. documents.Where(d => d.Key.Kind == kind && d.Value.Owner == owner).Select(d => d.Value).OrderBy(d => d.Place)];

    public IReadOnlyList<Document> All(string kind) => [.. documents.Where(d => d.Key.Kind == kind).Select(d => d.Value).OrderBy(d => d.Place)];

    public Task SaveAsync(string kind, string owner, string id, JsonObject value)
    {
        // What is written last must be what is remembered.
        lock (gate)
        {
            var place = Find(kind, id)?.Place ?? Interlocked.Increment(ref last);
            var document = new Document(id, owner, value.ToJsonString(), place);
            documents[(kind, id)] = document;
            return writer.WriteAsync(c => SimulatorDatabase.Execute(
                c,
                "INSERT INTO document (kind, id, owner, body, place) VALUES ($kind, $id, $owner, $body, $place) ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, body = excluded.body",
                ("$kind", kind), ("$id", id), ("$owner", owner), ("$body", document.Body), ("$place", place)));
        }
    }

    public Task RemoveAsync(string kind, string id)
    {
        lock (gate)
        {
            documents.TryRemove((kind, id), out _);
            return writer.WriteAsync(c => SimulatorDatabase.Execute(c, "DELETE FROM document WHERE kind = $kind AND id = $id", ("$kind", kind), ("$id", id)));
        }
    }
}

/// <summary>One document; <see cref="Read"/> makes a copy of its own each time.</summary>
internal sealed record Document(string Id, string Owner, string Body, long Place)
{
    public JsonObject Read() => JsonNode.Parse(Body)!.AsObject();
}
