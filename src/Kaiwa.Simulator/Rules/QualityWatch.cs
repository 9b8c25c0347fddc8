using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>Quality as it moves: with every block, and as time goes by.</summary>
internal sealed class QualityWatch : IDue, IDisposable
{
    private const int LookEveryMs = 1000;

    private readonly Platform platform;
    private readonly QualityScore score;
    private readonly SemaphoreSlim turn = new(1, 1);

    public QualityWatch(Platform platform)
    {
        this.platform = platform;
        score = new QualityScore(platform);
        Numbers = new NumberQuality(platform, score);
        Templates = new TemplateQuality(platform, score);
    }

    public NumberQuality Numbers { get; }

    public TemplateQuality Templates { get; }

    public void Start()
    {
        Numbers.Restore();
        Templates.Restore();
        Watch();
    }

    /// <summary>Looks at the clock from time to time.</summary>
    public void Watch() => platform.Scheduler.After(LookEveryMs, this);

    public void Fire(int tag)
    {
        _ = LookAsync();
        Watch();
    }

    /// <summary>What time alone changes: pauses that end, ratings that recover, limits that rise.</summary>
    public Task LookAsync() => InTurnAsync(async () =>
    {
        await Templates.LookAsync();
        await Numbers.LookAsync();
    });

    public Task BlockedAsync(ulong phone, BusinessNumber number) => InTurnAsync(async () =>
    {
        if (await score.NoteBlockAsync(phone, number) is { } template)
        {
            await Numbers.BlockedAsync(number);
            await Templates.BlockedAsync(number, template);
        }
    });

    /// <summary>One change of quality after the other: two blocks at the same time are no two reasons to pause a template.</summary>
    public async Task InTurnAsync(Func<Task> change)
    {
        await turn.WaitAsync();
        try
        {
            await change();
        }
        finally
        {
            turn.Release();
        }
    }

    public Task ForgetAsync() => score.ForgetAsync();

    public void Dispose() => turn.Dispose();
}
