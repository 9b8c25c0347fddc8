using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Hours;

internal sealed class HoursStore(Database database, TimeProvider time) : IFollowMerge, IOpeningHours
{
    private const string Select = """
        SELECT w.time_zone, h.week, h.holidays, h.away_on, h.away_text, h.welcome_on, h.welcome_text FROM opening_hours h JOIN workspace w ON w.id = h.workspace_id WHERE h.workspace_id = @workspace
        """;

    private const string Upsert = """
        INSERT INTO opening_hours (workspace_id, week, holidays, away_on, away_text, welcome_on, welcome_text)
        VALUES (@workspace, @week, @holidays, @awayOn, @awayText, @welcomeOn, @welcomeText)
        ON CONFLICT (workspace_id) DO UPDATE SET week = excluded.week, holidays = excluded.holidays, away_on = excluded.away_on, away_text = excluded.away_text,
          welcome_on = excluded.welcome_on, welcome_text = excluded.welcome_text
        """;

    // The event's contact may have been joined to another since: the message's row knows. First is who has no earlier word with the shop, in either direction.
    private const string SelectWritten = """
        SELECT m.number_id, m.contact_id, m.at, m.kind,
          EXISTS (SELECT 1 FROM message e WHERE e.workspace_id = m.workspace_id AND e.contact_id = m.contact_id AND e.seq < m.seq AND e.origin <> 4) AS is_known
        FROM message m WHERE m.workspace_id = @workspace AND m.id = @message AND m.direction = 0
        """;

    private const string Insert = """
        INSERT INTO automatic_answer (workspace_id, number_id, contact_id, kind, period, at) VALUES (@workspace, @number, @contact, @kind, @period, @now) ON CONFLICT DO NOTHING
        """;

    private const string Move = """
        UPDATE automatic_answer SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from AND NOT EXISTS (
          SELECT 1 FROM automatic_answer AS other WHERE other.workspace_id = @workspace AND other.contact_id = @into AND other.number_id = automatic_answer.number_id
            AND other.kind = automatic_answer.kind AND other.period = automatic_answer.period)
        """;

    // What both were told in a period counts for both: nobody is told it twice.
    private const string CopyBack = """
        INSERT INTO automatic_answer (workspace_id, number_id, contact_id, kind, period, at)
        SELECT workspace_id, number_id, @from, kind, period, at FROM automatic_answer WHERE workspace_id = @workspace AND contact_id = @into ON CONFLICT DO NOTHING
        """;

    private const string DropOthers = "DELETE FROM automatic_answer WHERE workspace_id = @workspace AND contact_id = @from";

    public Task<HoursRow?> FindAsync(Id<Workspace> workspace, CancellationToken ct) => database.FirstAsync<HoursRow>(Select, new { workspace }, ct);

    public Task<HoursRow?> FindAsync(UnitOfWork unit, Id<Workspace> workspace) => unit.FirstAsync<HoursRow>(Select, new { workspace });

    async Task<Calendar?> IOpeningHours.FindAsync(UnitOfWork unit, Id<Workspace> workspace) => await FindAsync(unit, workspace) is { } row && row.ToView() is { Week.Count: > 0 } ? row.ToCalendar() : null;

    public Task<WrittenRow?> WrittenAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Message> message) => unit.FirstAsync<WrittenRow>(SelectWritten, new { workspace, message });

    public Task ChangeAsync(UnitOfWork unit, Id<Workspace> workspace, HoursView hours) => unit.ExecuteAsync(
        Upsert,
        new
        {
            workspace,
            week = JsonSerializer.Serialize(hours.Week),
            holidays = JsonSerializer.Serialize(hours.Holidays),
            awayOn = hours.Away.IsOn,
            awayText = hours.Away.Text,
            welcomeOn = hours.Welcome.IsOn,
            welcomeText = hours.Welcome.Text,
        });

    /// <summary>True the first time: then it is to be sent, in the same transaction.</summary>
    public async Task<bool> NoteAsync(UnitOfWork unit, Id<Workspace> workspace, WrittenRow written, AutomaticKind kind, DateTimeOffset period) => await unit.ExecuteAsync(
        Insert,
        new { workspace, number = written.NumberId, contact = written.ContactId, kind = (int)kind, period = period.ToUnixTimeMilliseconds(), now = time.GetUtcNow() }) == 1;

    public async Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge)
    {
        var args = new { workspace = merge.Workspace, from = merge.From, into = merge.Into };
        await unit.ExecuteAsync(Move, args);
        await unit.ExecuteAsync(DropOthers, args);
    }

    public Task OnMergeUndoneAsync(UnitOfWork unit, ContactMerge merge) => unit.ExecuteAsync(CopyBack, new { workspace = merge.Workspace, from = merge.From, into = merge.Into });
}

internal enum AutomaticKind
{
    Welcome = 0,
    Away = 1,
}

internal sealed record HoursRow
{
    public required string TimeZone { get; init; }

    public required string Week { get; init; }

    public required string Holidays { get; init; }

    public required bool AwayOn { get; init; }

    public required string AwayText { get; init; }

    public required bool WelcomeOn { get; init; }

    public required string WelcomeText { get; init; }

    public Calendar ToCalendar()
    {
        var hours = ToView();
        return new Calendar(hours.Week, hours.Holidays, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
    }

    public HoursView ToView() => new(
        JsonSerializer.Deserialize<OpenSpan[]>(Week) ?? [], JsonSerializer.Deserialize<DateOnly[]>(Holidays) ?? [], new AutomaticText(AwayOn, AwayText), new AutomaticText(WelcomeOn, WelcomeText));
}

internal sealed record WrittenRow
{
    public required Id<Number> NumberId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public required bool IsKnown { get; init; }
}
