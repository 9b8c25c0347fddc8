using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Microsoft.Extensions.Hosting;

namespace Kaiwa.Core.Events;

/// <summary>Feeds stored delivery parts to the reactions, each from its own cursor, one lane per reaction.</summary>
public sealed partial class EventPump(EventStore store, Database database, ILanes lanes, IEnumerable<IReact<MessageReceived>> onMessage, IEnumerable<IReact<NoticeReceived>> onNotice, ILogger<EventPump> logger)
    : ILaneWork
{
    private const int BatchSize = 500;

    private readonly Dictionary<string, IReact<MessageReceived>> messageReactions = onMessage.ToDictionary(react => react.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, IReact<NoticeReceived>> noticeReactions = onNotice.ToDictionary(react => react.Name, StringComparer.Ordinal);

    public string Kind => "react";

    /// <summary>Says that parts were stored.</summary>
    public void Ring()
    {
        foreach (var name in messageReactions.Keys.Concat(noticeReactions.Keys))
        {
            lanes.Ring("react:" + name);
        }
    }

    public async Task RunAsync(string id, CancellationToken ct)
    {
        var seen = messageReactions.TryGetValue(id, out var react)
            ? await StepAsync(id, react, store.MessagesAsync, e => e.Seq, ct)
            : await StepAsync(id, noticeReactions[id], store.NoticesAsync, e => e.Seq, ct);
        if (seen == BatchSize)
        {
            lanes.Ring("react:" + id);
        }
    }

    private async Task<int> StepAsync<TEvent>(string name, IReact<TEvent> react, Func<UnitOfWork, long, int, Task<IReadOnlyList<TEvent>>> read, Func<TEvent, long> seq, CancellationToken ct)
    {
        try
        {
            return await database.InTransactionAsync(
                async unit =>
                {
                    var events = await read(unit, await store.CursorAsync(unit, name), BatchSize);
                    if (events.Count > 0)
                    {
                        await react.ReactAsync(events, unit, ct);
                        await store.MoveAsync(unit, name, seq(events[^1]));
                    }

                    return events.Count;
                },
                WritePriority.Bulk,
                ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && !Dialect.IsTrouble(e))
        {
            LogFailed(e, name);
            return await OneByOneAsync(name, react, read, seq, ct);
        }
    }

    /// <summary>Somewhere in the batch is an event that the reaction cannot take: park it, let the others through.</summary>
    private async Task<int> OneByOneAsync<TEvent>(string name, IReact<TEvent> react, Func<UnitOfWork, long, int, Task<IReadOnlyList<TEvent>>> read, Func<TEvent, long> seq, CancellationToken ct)
    {
        for (var done = 0; done < BatchSize; done++)
        {
            long current = 0;
            try
            {
                var any = await database.InTransactionAsync(
                    async unit =>
                    {
                        var events = await read(unit, await store.CursorAsync(unit, name), 1);
                        if (events.Count == 0)
                        {
                            return false;
                        }

                        current = seq(events[0]);
                        await react.ReactAsync(events, unit, ct);
                        await store.MoveAsync(unit, name, current);
                        return true;
                    },
                    WritePriority.Bulk,
                    ct);
                if (!any)
                {
                    return done;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException && current > 0 && !Dialect.IsTrouble(e))
            {
                LogParked(e, name, current);
                await database.InTransactionAsync(unit => store.ParkAsync(unit, name, current, e.GetType().Name), WritePriority.Bulk, ct);
            }
        }

        return BatchSize;
    }

    [LoggerMessage(LogLevel.Warning, "Reaction {Name} failed on a batch; its events are tried one by one")]
    private partial void LogFailed(Exception exception, string name);

    [LoggerMessage(LogLevel.Error, "Reaction {Name} cannot take event {Seq}; it is parked")]
    private partial void LogParked(Exception exception, string name, long seq);
}

/// <summary>Rings the reactions once after a start, for what was stored just before the process died, and every few seconds for other nodes' news.</summary>
internal sealed class EventPumpService(EventPump pump, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        try
        {
            do
            {
                pump.Ring();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
