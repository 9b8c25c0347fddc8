using Microsoft.Extensions.Hosting;

namespace Kaiwa.Core.Jobs;

/// <summary>Work that comes round: it names its interval and does one round when called. Tests call it directly.</summary>
public interface IRecurringJob
{
    string Name { get; }

    TimeSpan Every { get; }

    Task RunAsync(CancellationToken ct);
}

/// <summary>Runs every recurring job on its interval, each in its own loop; a failure is logged and the next round comes as usual.</summary>
internal sealed partial class RecurringJobs(IEnumerable<IRecurringJob> jobs, ILogger<RecurringJobs> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(jobs.Select(job => LoopAsync(job, stoppingToken)));

    private async Task LoopAsync(IRecurringJob job, CancellationToken ct)
    {
        // Intervals are real time, even where the demo's clock is moved.
        using var timer = new PeriodicTimer(job.Every, TimeProvider.System);
        try
        {
            do
            {
                try
                {
                    await job.RunAsync(ct);
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    LogFailed(e, job.Name);
                }
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    [LoggerMessage(LogLevel.Error, "Recurring job {Name} failed; it runs again on its interval")]
    private partial void LogFailed(Exception exception, string name);
}
