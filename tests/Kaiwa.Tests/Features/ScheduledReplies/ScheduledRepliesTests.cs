using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Features.ScheduledReplies;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.ScheduledReplies;

public sealed class ScheduledRepliesTests
{
    [Theory, Engines]
    public async Task A_reply_waits_for_its_time_over_a_restart_and_arrives_once(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        var now = world.Clock.GetUtcNow();

        var waiting = (await Door(world).AddAsync(shop.Actor, conversation, "Good morning", now.AddHours(3))).Value;
        await world.RestartKaiwaAsync();
        (await Door(world).ListAsync(shop.Actor, conversation)).Value.ShouldHaveSingleItem().Due.ToUnixTimeMilliseconds().ShouldBe(now.AddHours(3).ToUnixTimeMilliseconds());
        (await SentAsync(shop, ana)).ShouldBeEmpty();
        await world.AdvanceAsync(TimeSpan.FromHours(3));

        await Eventually.TrueAsync(async () => (await Door(world).ListAsync(shop.Actor, conversation)).Value.Count == 0, "the reply to leave the waiting ones");
        (await SentAsync(shop, ana)).ShouldBe(["Good morning"]);
        (await shop.Agent.ThreadAsync(ana))[^1].Id.Value.ShouldBe(waiting.Id.Value);
    }

    [Theory, Engines]
    public async Task Two_rounds_at_once_make_one_message(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        await Door(world).AddAsync(shop.Actor, conversation, "Good morning", world.Clock.GetUtcNow().AddHours(1));
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        var job = world.Services.GetServices<Kaiwa.Core.Jobs.IRecurringJob>().Single(job => job.Name == "scheduled replies");

        await Task.WhenAll(job.RunAsync(default), job.RunAsync(default), job.RunAsync(default));

        (await SentAsync(shop, ana)).ShouldBe(["Good morning"]);
    }

    [Theory, Engines]
    public async Task A_reply_that_comes_too_late_is_refused_in_words_and_can_be_taken_back(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        var waiting = (await Door(world).AddAsync(shop.Actor, conversation, "Are you there?", world.Clock.GetUtcNow().AddHours(30))).Value;
        await world.AdvanceAsync(TimeSpan.FromHours(30));

        var refused = await Eventually.GetAsync(async () => (await Door(world).ListAsync(shop.Actor, conversation)).Value.FirstOrDefault(reply => reply.Problem is not null), "the refusal");

        refused.Problem!.Type.ShouldBe("window-closed");
        refused.Problem.Sentence("en").ShouldNotBeNullOrWhiteSpace();
        (await SentAsync(shop, ana)).ShouldBeEmpty();
        (await Door(world).CancelAsync(shop.Actor, waiting.Id)).Value.Text.ShouldBe("Are you there?");
        (await Door(world).ListAsync(shop.Actor, conversation)).Value.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task It_is_cancelled_or_sent_now_but_not_both(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        var due = world.Clock.GetUtcNow().AddHours(2);
        var (one, two) = ((await Door(world).AddAsync(shop.Actor, conversation, "One", due)).Value, (await Door(world).AddAsync(shop.Actor, conversation, "Two", due)).Value);

        (await Door(world).CancelAsync(shop.Actor, one.Id)).IsOk.ShouldBeTrue();
        (await Door(world).SendNowAsync(shop.Actor, two.Id)).IsOk.ShouldBeTrue();

        (await Door(world).SendNowAsync(shop.Actor, one.Id)).Problem!.Type.ShouldBe("scheduled-reply-unknown");
        (await Door(world).CancelAsync(shop.Actor, two.Id)).Problem!.Type.ShouldBe("scheduled-reply-unknown");
        (await SentAsync(shop, ana)).ShouldBe(["Two"]);
    }

    [Theory]
    [InlineData("Hello", -1, "scheduled-reply-time")]
    [InlineData("Hello", 24 * 91, "scheduled-reply-time")]
    [InlineData(" ", 1, "scheduled-reply-text")]
    public async Task What_cannot_wait_is_refused(string text, int hours, string problem)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var (shop, _, conversation) = await AskedAsync(world);

        (await Door(world).AddAsync(shop.Actor, conversation, text, world.Clock.GetUtcNow().AddHours(hours))).Problem!.Type.ShouldBe(problem);
    }

    [Theory, Engines]
    public async Task Programs_put_a_reply_off_and_take_it_back(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, _, conversation) = await AskedAsync(world);
        using var program = world.Program(shop.Key);

        using var made = await program.PostAsJsonAsync($"/api/v1/conversations/{conversation}/scheduled", new { text = "Later", due = world.Clock.GetUtcNow().AddHours(1) });
        var id = (await made.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<string>();
        using var cancelled = await program.DeleteAsync($"/api/v1/scheduled-replies/{id}");

        (made.StatusCode, cancelled.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        (await program.GetStringAsync($"/api/v1/conversations/{conversation}/scheduled")).ShouldBe("[]");
    }

    [Theory, Engines]
    public async Task What_a_colleague_scheduled_who_left_is_not_sent_and_another_takes_it_over(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (door, mika, anna) = (host.Get<IScheduledReplies>(), await host.HireAsync("Mika"), await host.HireAsync("Anna"));
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync("+819011112222");
        var waiting = (await door.AddAsync(mika, conversation, "It was sent today", host.Clock.GetUtcNow().AddHours(1))).Value;
        await door.AddAsync(anna, conversation, "Anna's own", host.Clock.GetUtcNow().AddHours(2));

        await host.Get<IPeople>().RemoveAsync(host.Shop.Actor, Ticket.Me(mika));
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.RunJobAsync("scheduled replies");

        var kept = (await door.ListAsync(anna, conversation)).Value;
        kept.Select(reply => (reply.Text, reply.Problem?.Type)).ShouldBe([("It was sent today", "scheduled-reply-writer-left"), ("Anna's own", null)]);
        host.Meta.Sent.ShouldBeEmpty();
        (await door.SendNowAsync(anna, waiting.Id)).Problem!.Type.ShouldBe("scheduled-reply-writer-left");
        (await door.CancelAsync(anna, waiting.Id)).Value.Text.ShouldBe("It was sent today");
    }

    private static IScheduledReplies Door(World world) => world.Services.GetRequiredService<IScheduledReplies>();

    private static async Task<(Shop Shop, Phone Ana, Id<Conversation> Conversation)> AskedAsync(World world)
    {
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "When will it come?");
        return (shop, ana, (await shop.Agent.ConversationAsync(ana)).Id);
    }

    private static async Task<IReadOnlyList<string?>> SentAsync(Shop shop, Phone ana) =>
        (await shop.Agent.ThreadAsync(ana)).Where(message => message.Direction == Kaiwa.Core.Messages.Direction.Outgoing).Select(message => message.Text).ToList();
}
