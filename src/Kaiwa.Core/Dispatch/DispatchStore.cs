using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Dapper;

namespace Kaiwa.Core.Dispatch;

/// <summary>The SQL of sending: pick with facts, mark as sending, grants of pace.</summary>
internal sealed class DispatchStore(Database database)
{
    private static readonly int[] Priorities = [0, 1, 2];

    private const string Pick = """
        SELECT j.message_id, j.identity_id, i.contact_id, j.category, m.origin, j.expires_at, j.attempts, m.state, m.content, i.kind, i.value,
               c.consent, c.no_contact, COALESCE(h.last_inbound_at, 0), t.status, COALESCE(b.last_at, 0), j.due
        FROM job j
        JOIN message m ON m.id = j.message_id
        JOIN identity i ON i.id = j.identity_id
        JOIN contact c ON c.id = i.contact_id
        LEFT JOIN chat h ON h.number_id = j.number_id AND h.contact_id = i.contact_id
        LEFT JOIN template t ON t.id = m.template_id
        LEFT JOIN budget_use b ON b.portfolio_id = @portfolio AND b.identity_id = j.identity_id
        WHERE j.workspace_id = @workspace AND j.number_id = @number AND j.priority = @priority AND j.due >= @since AND j.due <= @now AND j.state IN (0, 3)
        ORDER BY j.due, j.message_id LIMIT @most
        """;

    private const string Mark = """
        UPDATE job SET state = 1, owner = v.owner, sending_at = v.at, attempts = job.attempts + 1, hold = NULL
        FROM {rows} WHERE job.message_id = v.id AND job.workspace_id = v.workspace_id AND job.state IN (0, 3) AND job.due <= v.at
        RETURNING job.message_id
        """;

    private const string SelectPace = "SELECT next_free FROM number_pace WHERE number_id = @number -- all workspaces: the number carries its workspace_id";
    private const string MovePace = """
        UPDATE number_pace SET next_free = @next WHERE number_id = @number AND next_free = @current -- all workspaces: the number carries its workspace_id
        """;

    private const string SelectDue = """
        SELECT n.id FROM phone_number n
        WHERE EXISTS (SELECT 1 FROM job j WHERE j.number_id = n.id AND j.priority IN (0, 1, 2) AND j.due <= @now AND j.state IN (0, 3)) -- all workspaces: the node serves all
        """;

    public Task<IReadOnlyList<Id<Number>>> NumbersWithWorkAsync(DateTimeOffset now, CancellationToken ct) => database.QueryAsync<Id<Number>>(SelectDue, new { now }, ct);

    public Task<long> PaceAsync(UnitOfWork unit, Id<Number> number) => unit.FirstAsync<long>(SelectPace, new { number });

    public async Task<bool> MovePaceAsync(UnitOfWork unit, Id<Number> number, long current, long next) =>
        await unit.ExecuteAsync(MovePace, new { number, current, next }) == 1;

    /// <summary>Jobs due from <paramref name="since"/> on, by priority, then time, with all that decides about them.</summary>
    public async Task<List<JobFacts>> PickAsync(UnitOfWork unit, Number number, int most, long since, DateTimeOffset now)
    {
        var picked = new List<JobFacts>(most);
        foreach (var priority in Priorities)
        {
            if (picked.Count < most)
            {
                await ReadAsync(unit, picked, new { workspace = number.Workspace.Id, number = number.Id, portfolio = number.Waba.Portfolio.Id, priority, since, now, most = most - picked.Count });
            }
        }

        return picked;
    }

    /// <summary>Which of the jobs are now ours to send. Whoever else took one in the meantime keeps it.</summary>
    public async Task<HashSet<Id<Message>>> MarkAsync(UnitOfWork unit, Number number, IReadOnlyList<JobFacts> jobs, Id<Node> owner, long now)
    {
        var rows = new Bulk<JobFacts>(jobs).Id("id", job => job.Message).Id("workspace_id", _ => number.Workspace.Id).Id("owner", _ => owner).Long("at", _ => now);
        return (await unit.BulkQueryAsync(Mark, rows, reader => new Id<Message>(Dialect.ReadGuid(reader, 0)))).ToHashSet();
    }

    private static async Task ReadAsync(UnitOfWork unit, List<JobFacts> picked, object args)
    {
        await using var reader = await unit.Connection.ExecuteReaderAsync(Pick, args, unit.Transaction);
        while (await reader.ReadAsync())
        {
            picked.Add(new JobFacts
            {
                Message = new(Dialect.ReadGuid(reader, 0)),
                Identity = new(Dialect.ReadGuid(reader, 1)),
                Contact = new(Dialect.ReadGuid(reader, 2)),
                Category = (Category)reader.GetInt32(3),
                Origin = (Origin)reader.GetInt32(4),
                ExpiresAt = reader.GetInt64(5),
                Attempts = reader.GetInt32(6),
                State = (MessageState)reader.GetInt32(7),
                Content = reader.GetString(8),
                IdentityKind = (IdentityKind)reader.GetInt32(9),
                IdentityValue = reader.GetString(10),
                Consent = (Consent)reader.GetInt32(11),
                NoContact = reader.GetBoolean(12),
                LastInboundAt = reader.GetInt64(13),
                TemplateStatus = await reader.IsDBNullAsync(14) ? null : reader.GetString(14),
                CountedAt = reader.GetInt64(15),
                Due = reader.GetInt64(16),
            });
        }
    }
}
