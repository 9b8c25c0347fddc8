using Kaiwa.Core.Storage;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Core.Dispatch;

public sealed class RowBudgetTests
{
    private const string Writes = "SELECT COALESCE(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables -- all workspaces: the whole database";

    [Fact]
    public async Task A_broadcast_message_costs_at_most_14_row_writes_over_its_whole_life()
    {
        const int Customers = 2000;
        await using var world = await World.StartAsync(Engine.Postgres);
        var shop = await world.OpenShopAsync();
        await shop.AddCustomersAsync(Customers);
        await SettledWritesAsync(world);
        await SendingTests.DoneAsync(world, shop, await shop.BroadcastAsync()); // teaches each customer's user id, once in their life
        var before = await SettledWritesAsync(world);

        await SendingTests.DoneAsync(world, shop, await shop.BroadcastAsync());

        var perMessage = (await SettledWritesAsync(world) - before) / (double)Customers;
        perMessage.ShouldBeInRange(10, 14.5); // a batch's own rows (pace, cursors, heart-beats) are the half
    }

    /// <summary>PostgreSQL reports what a connection wrote with a delay: wait until the figure stands still.</summary>
    private static async Task<long> SettledWritesAsync(World world)
    {
        long last = -1, same = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                var now = await world.Database.FirstAsync<long>(Writes);
                same = Math.Abs(now - last) < 20 ? same + 1 : 0;
                last = now;
                return same > 80;
            },
            "the statistics to settle");
        return last;
    }
}
