using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Reads the stored parts: they are the events, nothing is copied.</summary>
internal sealed class RelayEventStore(Database database)
{
    private const string Columns = "p.seq, p.kind, p.field, p.number_id, p.contact_id, p.message_id, p.at, p.received_at, p.entry, p.raw, m.callback";
    private const string Message = "LEFT JOIN message m ON m.id = p.message_id AND m.workspace_id = p.workspace_id AND p.kind = 2";

    private const string SelectSettled = "SELECT COALESCE(max(seq), 0) FROM delivery_part WHERE seq > @after AND {settled} -- all workspaces: how far anything has come";
    private const string SelectPage = $"""
        SELECT {Columns} FROM delivery_part p {Message}
        WHERE p.workspace_id = @workspace AND p.seq > @after AND p.seq <= @upto AND p.kind >= @least AND p.kind < 9 ORDER BY p.seq LIMIT @most
        """;

    private const string SelectOne = $"SELECT {Columns} FROM delivery_part p {Message} WHERE p.workspace_id = @workspace AND p.seq = @seq AND p.kind < 9";
    private const string SelectNearest = "SELECT seq, received_at FROM delivery_part WHERE seq >= @seq ORDER BY seq LIMIT 1 -- all workspaces: only its time is looked at";
    private const string SelectEnds = "SELECT COALESCE(min(seq), 0) AS first, COALESCE(max(seq), 0) AS last FROM delivery_part -- all workspaces: only the numbers are looked at";

    // Of a stretch that nobody took for too long.
    private const string SelectOld = """
        SELECT COALESCE(max(seq), 0) AS last, count(*) AS count FROM delivery_part WHERE workspace_id = @workspace AND seq > @after AND seq <= @upto AND received_at < @before AND kind < 9
        """;

    /// <summary>The last part that no open transaction can precede; 0 when there is nothing new.</summary>
    public Task<long> SettledAsync(long after, CancellationToken ct) =>
        database.FirstAsync<long>(SelectSettled.Replace("{settled}", database.Dialect.IsSettled, StringComparison.Ordinal), new { after }, ct);

    public Task<IReadOnlyList<RelayEvent>> PageAsync(RelaySubscription subscription, long after, long upto, int most, CancellationToken ct) =>
        database.QueryAsync<RelayEvent>(SelectPage, new { workspace = subscription.WorkspaceId, after, upto, least = (int)subscription.LeastKind, most }, ct);

    public Task<RelayEvent?> FindAsync(Id<Workspace> workspace, long seq, CancellationToken ct) => database.FirstAsync<RelayEvent>(SelectOne, new { workspace, seq }, ct);

    public Task<Stretch?> OldAsync(Id<Workspace> workspace, long after, long upto, DateTimeOffset before, CancellationToken ct) =>
        database.FirstAsync<Stretch>(SelectOld, new { workspace, after, upto, before }, ct);

    /// <summary>The first part received at that time or later. Parts are numbered as they arrive, but for the width of a commit.</summary>
    public async Task<long> SeqAtAsync(DateTimeOffset at, CancellationToken ct)
    {
        var ends = await database.FirstAsync<Ends>(SelectEnds, ct: ct) ?? new Ends();
        var (low, high) = (ends.First, ends.Last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (await database.FirstAsync<Place>(SelectNearest, new { seq = middle }, ct) is { } place && place.ReceivedAt < at)
            {
                low = place.Seq + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    internal sealed record Stretch
    {
        public long Last { get; init; }

        public long Count { get; init; }
    }

    private sealed record Ends
    {
        public long First { get; init; }

        public long Last { get; init; }
    }

    private sealed record Place
    {
        public long Seq { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }
    }
}
