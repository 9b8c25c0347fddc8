namespace Kaiwa.Console.Shell;

/// <summary>
/// Screens that ask the same at the same time share one answer: a hundred agents who look at one list cost one query, not a hundred. The reading that
/// answers begins after the question was asked, so nobody gets an answer older than their question, and two readings of one thing begin <see cref="Apart"/>.
/// </summary>
public sealed class SharedReads(TimeProvider time)
{
    private const int MostIdle = 500;
    private readonly Lock gate = new();
    private readonly Dictionary<object, Reading> readings = [];

    public TimeSpan Apart { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <param name="key">What is asked, with whatever makes the answer another one: the workspace at least.</param>
    /// <param name="read">Gets the answer. Askers share the object, so it must not change.</param>
    public async Task<T> AskAsync<T>(object key, Func<Task<T>> read)
        where T : notnull
    {
        Reading? last;
        Reading mine;
        lock (gate)
        {
            last = readings.GetValueOrDefault(key);
            if (last is { HasBegun: false })
            {
                mine = last;
            }
            else
            {
                Forget();
                readings[key] = mine = new Reading();
            }
        }

        if (mine != last)
        {
            _ = RunAsync(mine, last, read);
        }

        return (T)await mine.Answer.Task;
    }

    private async Task RunAsync<T>(Reading reading, Reading? last, Func<Task<T>> read)
        where T : notnull
    {
        if (last is not null)
        {
            await ((Task)last.Answer.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Apart - time.GetElapsedTime(last.BeganAt) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, time);
            }
        }

        lock (gate)
        {
            (reading.HasBegun, reading.BeganAt) = (true, time.GetTimestamp());
        }

        try
        {
            reading.Answer.SetResult(await read());
        }
        catch (Exception e)
        {
            reading.Answer.SetException(e);
        }
    }

    private void Forget()
    {
        if (readings.Count >= MostIdle)
        {
            foreach (var (key, _) in readings.Where(pair => pair.Value.Answer.Task.IsCompleted).ToList())
            {
                readings.Remove(key);
            }
        }
    }

    private sealed class Reading
    {
        public TaskCompletionSource<object> Answer { get; } = new();

        public bool HasBegun { get; set; }

        public long BeganAt { get; set; }
    }
}
