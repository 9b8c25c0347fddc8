using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

public sealed class ShopperTests
{
    [Fact]
    public async Task Shoppers_answer_a_broadcast_and_some_stop_promotions()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.SetShoppersAsync(new ShopperPlan { Opening = 0, ReplyShare = 0.5, StopShare = 0.3, MinDelayMs = 1, MaxDelayMs = 5 }, TestContext.Current.CancellationToken);

        for (var i = 10; i < 60; i++)
        {
            await world.SendTemplateAsync("+165055512" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), "spring_sale", [RulesTests.Body(("first_name", "Ana"), ("discount", "20%"))]);
        }

        await world.StatusesAsync();
        await UntilQuietAsync(world);

        var inbound = world.Hooks.SelectMany(h => h.Messages).ToList();
        inbound.Count.ShouldBeInRange(25, 50);
        inbound.Select(m => m.Text("type")).Distinct().ShouldBe(["text", "button"], ignoreOrder: true);
        world.Hooks.SelectMany(h => h.Changes).Count(c => c.Text("field") == "user_preferences").ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_phone_can_answer_by_itself()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone("+16505551234").SetAsync(new HandsetSettings { AutoReply = "I am driving" });

        await world.SendTemplateAsync("+16505551234");
        await UntilQuietAsync(world, quietMs: 1500);

        world.Hooks.SelectMany(h => h.Messages).Single().GetProperty("text").Text("body").ShouldBe("I am driving");
    }

    private static async Task UntilQuietAsync(SimulatedWorld world, int quietMs = 600)
    {
        for (var (count, since) = (-1, Environment.TickCount64); Environment.TickCount64 - since < quietMs;)
        {
            if (count != world.Hooks.Count)
            {
                (count, since) = (world.Hooks.Count, Environment.TickCount64);
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
