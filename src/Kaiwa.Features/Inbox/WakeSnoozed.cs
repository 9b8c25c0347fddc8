using Kaiwa.Core.Jobs;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Inbox;

/// <summary>Opens snoozed conversations when their time has come.</summary>
internal sealed class WakeSnoozed(Database database, TicketStore tickets, EventStore events, ILiveFeed feed, TimeProvider time) : IRecurringJob
{
    private const int AtOnce = 200;

    public string Name => "inbox.wake-snoozed";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<DueRow> due;
        do
        {
            due = await tickets.DueAsync(now, AtOnce, ct);
            if (due.Count > 0)
            {
                await database.InTransactionAsync(unit => WakeAsync(unit, due, now), ct: ct);
            }
        }
        while (due.Count == AtOnce);
    }

    private async Task WakeAsync(UnitOfWork unit, IReadOnlyList<DueRow> due, DateTimeOffset now)
    {
        var woken = await TicketStore.WakeAsync(unit, due, now);
        await events.AddAsync(unit, woken.ConvertAll(row => new NewEvent(row.WorkspaceId, row.Id, now, ConversationEventKind.Woke)));
        unit.AfterCommit(() => woken.ForEach(row => feed.Publish(new Change(row.WorkspaceId, "inbox", row.Id.Value))));
    }
}
