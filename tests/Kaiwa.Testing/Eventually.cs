namespace Kaiwa.Testing;

/// <summary>Waits, within bounds, for what must come true. The bound is generous: it is only reached by a failing test.</summary>
public static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? atMost = null)
    {
        var until = TimeProvider.System.GetTimestamp() + (long)((atMost ?? Longest).TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!await condition())
        {
            if (TimeProvider.System.GetTimestamp() > until)
            {
                throw new TimeoutException($"It did not happen in time: {what}.");
            }

            await Task.Delay(Step);
        }
    }

    public static async Task<T> GetAsync<T>(Func<Task<T?>> get, string what, TimeSpan? atMost = null)
        where T : class
    {
        T? found = null;
        await TrueAsync(async () => (found = await get()) is not null, what, atMost);
        return found!;
    }
}
