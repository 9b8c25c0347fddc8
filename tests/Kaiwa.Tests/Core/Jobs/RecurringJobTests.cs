using Kaiwa.Core.Jobs;
using Kaiwa.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kaiwa.Tests.Core.Jobs;

public sealed class RecurringJobTests
{
    [Fact]
    public async Task A_round_that_failed_or_ran_into_a_time_limit_does_not_end_the_job()
    {
        var job = new Stumbling();
        using var jobs = new RecurringJobs([job], NullLogger<RecurringJobs>.Instance);

        await jobs.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => Task.FromResult(job.Rounds > 2), "a round after the two that stumbled");
        await jobs.StopAsync(CancellationToken.None);
    }

    private sealed class Stumbling : IRecurringJob
    {
        public string Name => "stumbling";

        public TimeSpan Every => TimeSpan.FromMilliseconds(5);

        public int Rounds { get; private set; }

        public Task RunAsync(CancellationToken ct) => ++Rounds switch
        {
            1 => throw new InvalidOperationException("It failed."),
            2 => throw new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout."),
            _ => Task.CompletedTask,
        };
    }
}
