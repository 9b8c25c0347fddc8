using Kaiwa.Core.Effects;
using Kaiwa.Core.Storage;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Core.Effects;

public sealed class EffectTests
{
    [Theory, Engines]
    public async Task What_ran_into_a_time_limit_is_tried_again_soon_and_says_why_until_then(Engine engine)
    {
        var slow = new Slow();
        await using var host = await CoreHost.StartAsync(engine, slow);

        await host.Database.InTransactionAsync(unit => host.Services.GetRequiredService<EffectQueue>().AddAsync(unit, [new NewEffect(host.Number.Workspace.Id, slow.Kind, "one", "")]));

        await Eventually.TrueAsync(() => Task.FromResult(slow.Tries == 1), "the first try");
        await Eventually.TrueAsync(async () => (await host.Database.QueryAsync<string?>("SELECT problem FROM effect -- all workspaces: the whole host")).SingleOrDefault()?.Contains("time limit", StringComparison.Ordinal) == true || slow.Tries > 1, "the reason, or the next try");
        await Eventually.TrueAsync(async () => slow.Tries == 2 && (await host.Database.QueryAsync<string>("SELECT key FROM effect -- all workspaces: the whole host")).Count == 0, "the second try, which worked");
    }

    private sealed class Slow : IDoEffect
    {
        public string Kind => "test.slow";

        public int Tries { get; private set; }

        public Task DoAsync(Effect effect, CancellationToken ct) => ++Tries == 1 ? throw new TaskCanceledException("The request ran into its time limit.") : Task.CompletedTask;
    }
}
