using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>Group commit of send outcomes.</summary>
internal sealed class Outcomes : IAsyncDisposable
{
    private readonly CommitWriter<Attempt, bool> writer;
    private readonly SendWatch watch;

    public Outcomes(Database database, SendWatch watch)
    {
        this.watch = watch;
        var store = new OutcomeStore();
        writer = new CommitWriter<Attempt, bool>(database, 1000, store.WriteAsync);
    }

    /// <summary>Completes when the outcome is durable.</summary>
    public async Task RecordAsync(Attempt attempt)
    {
        await writer.AddAsync(attempt);
        CrashPoint.Hit(CrashPoint.AfterRecord);
        watch.Tell(attempt.Message, attempt.Outcome);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
