using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Core.Dispatch;

/// <summary>A send that is marked by the commit that enqueues it.</summary>
public sealed class StartInCommitTests
{
    [Theory, Engines]
    public async Task What_was_not_committed_is_never_sent_and_the_same_send_goes_out_at_the_next_try(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Is the blue one in stock?");
        await shop.Agent.ConversationAsync(ana);
        var person = (await world.Database.QueryAsync<Person>("SELECT contact_id AS contact, id AS identity FROM identity WHERE value = '628111111111' -- all workspaces: one test's database")).Single();
        var job = new OutgoingJob
        {
            Id = Id<Message>.New(TimeProvider.System),
            Number = shop.Number,
            Contact = person.Contact,
            Identity = person.Identity,
            Kind = "text",
            Category = Category.Service,
            Content = """{"type":"text","text":{"body":"Yes, two are left."}}""",
            Origin = Origin.Key,
            ExpiresAt = world.Clock.GetUtcNow() + TimeSpan.FromMinutes(5),
        };
        await Should.ThrowAsync<PowerCutException>(() => StartAsync(world, job, fails: true));

        await StartAsync(world, job, fails: false);

        await shop.Agent.MessageAsync(ana, job.Id, MessageState.Delivered);
        (await ana.ReceivedAsync()).ShouldHaveSingleItem().ShouldContain("Yes, two are left.");
    }

    private static Task StartAsync(World world, OutgoingJob job, bool fails) => world.Database.InTransactionAsync(async unit =>
    {
        await ((Outbox)world.Services.GetService(typeof(Outbox))!).StartAsync(unit, [job]);
        if (fails)
        {
            throw new PowerCutException();
        }
    });

    private sealed class PowerCutException : Exception;
}
