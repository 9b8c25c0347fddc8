namespace Kaiwa.Tests.Simulator;

public sealed class StateTests
{
    [Fact]
    public async Task A_saved_state_goes_on_in_another_simulator()
    {
        var file = Path.Combine(Path.GetTempPath(), "kaiwa-state-" + Path.GetRandomFileName() + ".db");
        await using (var world = await SimulatedWorld.StartAsync())
        {
            await world.PostAsync("/phones/16505551234/messages", new { text = "Hi" });
            await world.SendTemplateAsync("+16505551234");
            await world.StatusesAsync();
            await world.Simulator.AdvanceAsync(TimeSpan.FromHours(2));

            using var answer = await world.Client.PostAsync("/simulator/state", null, TestContext.Current.CancellationToken);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.sqlite3");
            await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

            await world.SendTemplateAsync("+16505559999");
        }

        await using (var other = await SimulatedWorld.StartAsync(file: file))
        {
            other.Simulator.Clock.Offset.ShouldBe(TimeSpan.FromHours(2));
            (await other.LedgerAsync()).Accepted.ShouldBe(1);
            await other.SendTextAsync("+16505551234", "The window is still open");
            (await other.StatusesAsync()).Select(s => s.Text("status")).ShouldBe(["sent", "delivered", "read"], ignoreOrder: true);
            other.Hooks.SelectMany(h => h.Messages).ShouldBeEmpty("what was acknowledged before is not told again");
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var leftover in (string[])[file, file + "-wal", file + "-shm"])
        {
            File.Delete(leftover);
        }
    }
}
