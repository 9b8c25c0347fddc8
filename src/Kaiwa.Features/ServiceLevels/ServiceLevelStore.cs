using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.ServiceLevels;

internal sealed class ServiceLevelStore(Database database)
{
    private const string Columns = "by_clock, first_minutes, next_minutes, high_first_minutes, high_next_minutes, urgent_first_minutes, urgent_next_minutes";
    private const string Select = $"SELECT {Columns} FROM service_level WHERE workspace_id = @workspace";
    private const string Upsert = $"""
        INSERT INTO service_level (workspace_id, {Columns}) VALUES (@workspace, @byClock, @first, @next, @highFirst, @highNext, @urgentFirst, @urgentNext)
        ON CONFLICT (workspace_id) DO UPDATE SET by_clock = excluded.by_clock, first_minutes = excluded.first_minutes, next_minutes = excluded.next_minutes,
          high_first_minutes = excluded.high_first_minutes, high_next_minutes = excluded.high_next_minutes,
          urgent_first_minutes = excluded.urgent_first_minutes, urgent_next_minutes = excluded.urgent_next_minutes
        """;

    public async Task<ServiceLevelsView?> FindAsync(Id<Workspace> workspace, CancellationToken ct) => (await database.FirstAsync<LevelRow>(Select, new { workspace }, ct))?.ToView();

    public static async Task<ServiceLevelsView?> FindAsync(UnitOfWork unit, Id<Workspace> workspace) => (await unit.FirstAsync<LevelRow>(Select, new { workspace }))?.ToView();

    public static Task ChangeAsync(UnitOfWork unit, Id<Workspace> workspace, ServiceLevelsView levels) => unit.ExecuteAsync(
        Upsert,
        new
        {
            workspace,
            byClock = levels.ByClock,
            first = levels.Normal.First,
            next = levels.Normal.Next,
            highFirst = levels.High.First,
            highNext = levels.High.Next,
            urgentFirst = levels.Urgent.First,
            urgentNext = levels.Urgent.Next,
        });
}

internal sealed record LevelRow
{
    public required bool ByClock { get; init; }

    public int? FirstMinutes { get; init; }

    public int? NextMinutes { get; init; }

    public int? HighFirstMinutes { get; init; }

    public int? HighNextMinutes { get; init; }

    public int? UrgentFirstMinutes { get; init; }

    public int? UrgentNextMinutes { get; init; }

    public ServiceLevelsView ToView() => new(ByClock, new AnswerWithin(FirstMinutes, NextMinutes), new AnswerWithin(HighFirstMinutes, HighNextMinutes), new AnswerWithin(UrgentFirstMinutes, UrgentNextMinutes));
}
