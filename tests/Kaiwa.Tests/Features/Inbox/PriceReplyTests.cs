using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class PriceReplyTests
{
    private static readonly DateTimeOffset October = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory, Engines]
    public async Task Replies_are_free_until_October_2026_and_cost_from_then_on(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Hello");
        var conversation = (await shop.Agent.ConversationAsync(ana)).Id;
        var inbox = world.Services.GetRequiredService<IInbox>();

        if (world.Clock.GetUtcNow() < October)
        {
            (await inbox.PriceAsync(shop.Actor, conversation)).Value.Charge.ShouldBe(ReplyCharge.Free);
            await world.AdvanceAsync(October - world.Clock.GetUtcNow());
        }

        (await inbox.PriceAsync(shop.Actor, conversation)).Value.Charge.ShouldBe(ReplyCharge.Paid);
    }

    [Theory, Engines]
    public async Task A_customer_from_an_advertisement_is_answered_free_for_72_hours_from_the_first_reply(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        if (world.Clock.GetUtcNow() < October)
        {
            await world.AdvanceAsync(October - world.Clock.GetUtcNow());
        }

        await ana.WriteAsync(shop, "Hello");
        var conversation = (await shop.Agent.ConversationAsync(ana)).Id;
        await world.Database.InTransactionAsync(unit => unit.ExecuteAsync("""
            UPDATE message SET content = '{"type":"text","text":{"body":"Hello"},"referral":{"source_type":"ad","source_id":"1"}}' WHERE direction = 0 -- all workspaces: one test's database
            """));
        var inbox = world.Services.GetRequiredService<IInbox>();

        (await inbox.PriceAsync(shop.Actor, conversation)).Value.Charge.ShouldBe(ReplyCharge.OpensFreeEntry);
        var reply = (await shop.Agent.ReplyAsync(ana, "Hello Ana")).Value;
        await shop.Agent.MessageAsync(ana, reply, Kaiwa.Core.Messages.MessageState.Accepted);
        (await inbox.PriceAsync(shop.Actor, conversation)).Value.Charge.ShouldBe(ReplyCharge.FreeEntry);
        await world.AdvanceAsync(TimeSpan.FromHours(73));
        (await inbox.PriceAsync(shop.Actor, conversation)).Value.Charge.ShouldBe(ReplyCharge.Paid);
    }
}
