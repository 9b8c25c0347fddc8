using System.Threading.Channels;

namespace Kaiwa.Core.Storage;

/// <summary>
/// Group commit for one kind of fact: callers append and are answered when the batch that holds their item has committed.
/// While one batch commits the next gathers; there is no fixed linger. A batch that fails is halved until the item at fault stands alone.
/// </summary>
public sealed class CommitWriter<T, TResult> : IAsyncDisposable
{
    private readonly Channel<Item> queue;
    private readonly Database database;
    private readonly Func<UnitOfWork, IReadOnlyList<T>, Task<IReadOnlyList<TResult>>> write;
    private readonly int most;
    private readonly Task loop;

    /// <param name="database">Where to.</param>
    /// <param name="most">Items per commit at most.</param>
    /// <param name="write">Writes a batch and returns one result per item, in order. Must be repeatable.</param>
    public CommitWriter(Database database, int most, Func<UnitOfWork, IReadOnlyList<T>, Task<IReadOnlyList<TResult>>> write)
    {
        this.database = database;
        this.write = write;
        this.most = most;
        queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(most * 16) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        loop = Task.Run(RunAsync);
    }

    /// <summary>How many items wait for a commit now.</summary>
    public int Waiting => queue.Reader.Count;

    public async Task<TResult> AddAsync(T value, CancellationToken ct = default)
    {
        var item = new Item(value);
        await queue.Writer.WriteAsync(item, ct);
        return await item.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<Item>(most);
        while (await queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < most && queue.Reader.TryRead(out var item))
            {
                batch.Add(item);
            }

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(IReadOnlyList<Item> batch)
    {
        try
        {
            var results = await database.InTransactionAsync(unit => write(unit, batch.Select(item => item.Value).ToList()));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.TrySetResult(results[i]);
            }
        }
        catch (Exception) when (batch.Count > 1)
        {
            var half = batch.Count / 2;
            await CommitAsync(batch.Take(half).ToList());
            await CommitAsync(batch.Skip(half).ToList());
        }
        catch (Exception e)
        {
            batch[0].Done.TrySetException(e);
        }
    }

    private sealed class Item(T value)
    {
        public T Value { get; } = value;

        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
