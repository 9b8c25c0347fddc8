using Kaiwa.Console.Shell;

namespace Kaiwa.Console.Tests;

public sealed class SharedReadsTests
{
    private readonly SharedReads shared = new(TimeProvider.System);
    private readonly Queue<TaskCompletionSource<string>> readings = new();
    private int begun;

    [Fact]
    public async Task Those_who_ask_while_a_reading_runs_share_the_next_one_and_none_gets_an_answer_older_than_the_question()
    {
        var (first, second) = (Prepare(), Prepare());
        var early = Ask();
        await BegunAsync(1);
        var (late, later) = (Ask(), Ask());

        first.SetResult("before");
        (await early).ShouldBe("before");
        await BegunAsync(2);
        second.SetResult("after");

        (await late).ShouldBe("after");
        (await later).ShouldBe("after");
        begun.ShouldBe(2);
    }

    [Fact]
    public async Task A_reading_that_fails_fails_for_its_askers_only()
    {
        Prepare().SetException(new TimeoutException("too slow"));
        Prepare().SetResult("well again");

        await Should.ThrowAsync<TimeoutException>(Ask);
        (await Ask()).ShouldBe("well again");
    }

    [Fact]
    public async Task Other_questions_do_not_wait()
    {
        var stuck = Prepare();
        var waiting = Ask();
        await BegunAsync(1);

        (await shared.AskAsync("another", () => Task.FromResult(7))).ShouldBe(7);
        stuck.SetResult("at last");
        (await waiting).ShouldBe("at last");
    }

    private TaskCompletionSource<string> Prepare()
    {
        var reading = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        readings.Enqueue(reading);
        return reading;
    }

    private Task<string> Ask() => shared.AskAsync("list", () =>
    {
        Interlocked.Increment(ref begun);
        return readings.Dequeue().Task;
    });

    private async Task BegunAsync(int count)
    {
        while (Volatile.Read(ref begun) < count)
        {
            await Task.Yield();
        }
    }
}
