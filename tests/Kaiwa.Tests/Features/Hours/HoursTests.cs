using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.ShopProfile;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Hours;

public sealed class HoursTests
{
    private static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();

    [Theory, Engines]
    public async Task Who_writes_while_the_shop_is_closed_is_told_once_and_goes_on_waiting(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana) = (await world.OpenShopAsync(), world.Phone("+62 811 1111 111"));
        await CloseAsync(world, shop, away: "We are closed.");

        await ana.WriteAsync(shop, "Anybody there?");
        await SaidAsync(shop, ana, 1);
        await ana.WriteAsync(shop, "Hello?");
        await Eventually.TrueAsync(async () => (await shop.Agent.ConversationAsync(ana)).Preview == "Hello?", "the second message in the inbox");
        await world.RestartKaiwaAsync();
        await ana.WriteAsync(shop, "Well then");
        await Eventually.TrueAsync(async () => (await shop.Agent.ConversationAsync(ana)).Preview == "Well then", "the third message in the inbox");

        var said = (await shop.Agent.ThreadAsync(ana)).Where(message => message.Direction == Direction.Outgoing).ToList();
        said.Select(message => (message.Text, message.Origin)).ShouldBe([("We are closed.", Origin.System)]);
        (await ana.ReceivedAsync()).Count(words => words == "We are closed.").ShouldBeLessThanOrEqualTo(1);
        var waiting = (await world.Services.GetRequiredService<IInbox>().ListAsync(shop.Actor, new ConversationFilter(Sort: ConversationSort.Waiting))).Items;
        waiting.ShouldHaveSingleItem();
        (await world.Database.FirstAsync<long>("SELECT waiting_since FROM conversation -- all workspaces: one test's database")).ShouldBeLessThan(long.MaxValue);
    }

    [Theory, Engines]
    public async Task The_next_closed_night_tells_again(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana) = (await world.OpenShopAsync(), world.Phone("+62 811 1111 111"));
        var now = world.Clock.GetUtcNow();
        await ShopKeepsAsync(world, shop, "UTC");

        // Closed now, open for one hour in three hours' time, every day.
        var from = TimeOnly.FromDateTime(now.AddHours(3).UtcDateTime);
        var week = EveryDay.Select(day => new OpenSpan(day, from, from.AddHours(1))).ToList();
        await ChangeAsync(world, shop, new HoursView(week, [], new AutomaticText(true, "Closed."), new AutomaticText(false, "")));
        await ana.WriteAsync(shop, "One");
        await SaidAsync(shop, ana, 1);
        await world.AdvanceAsync(TimeSpan.FromHours(3.5));
        await ana.WriteAsync(shop, "Open now?");
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        await ana.WriteAsync(shop, "And now?");

        await SaidAsync(shop, ana, 2);
    }

    [Theory, Engines]
    public async Task A_new_customer_is_welcomed_once_and_nobody_is_while_it_is_off(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var (ana, ben) = (world.Phone("+62 811 1111 111"), world.Phone("+62 811 2222 222"));
        await ben.WriteAsync(shop, "Before it was on");
        (await shop.Agent.ThreadAsync(ben)).Count.ShouldBe(1);
        await ChangeAsync(world, shop, new HoursView([], [], new AutomaticText(false, ""), new AutomaticText(true, "Welcome!")));

        await ana.WriteAsync(shop, "Hi");
        await SaidAsync(shop, ana, 1);
        await ana.WriteAsync(shop, "Me again");
        await ben.WriteAsync(shop, "Me too");
        await Eventually.TrueAsync(async () => (await shop.Agent.ConversationAsync(ana)).Preview == "Me again" && (await shop.Agent.ConversationAsync(ben)).Preview == "Me too", "both in the inbox");

        (await shop.Agent.ThreadAsync(ana)).Count(message => message.Direction == Direction.Outgoing).ShouldBe(1);
        (await shop.Agent.ThreadAsync(ben)).ShouldAllBe(message => message.Direction == Direction.Incoming);
    }

    [Theory]
    [InlineData("2026-11-23T08:59:00+09:00", "2026-11-20T18:00:00+09:00")] // Monday before nine: closed since Friday
    [InlineData("2026-11-24T09:00:00+09:00", null)]
    [InlineData("2026-11-24T18:00:00+09:00", "2026-11-24T18:00:00+09:00")]
    [InlineData("2026-11-25T12:00:00+09:00", "2026-11-24T18:00:00+09:00")] // a holiday
    [InlineData("2026-11-29T01:30:00+09:00", null)] // Saturday night goes on to two
    [InlineData("2026-11-29T02:00:00+09:00", "2026-11-29T02:00:00+09:00")]
    public void Hours_are_those_of_the_shops_clock_with_holidays_and_nights(string at, string? closedSince)
    {
        OpenSpan[] week =
        [
            .. EveryDay.Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(day => new OpenSpan(day, new TimeOnly(9, 0), new TimeOnly(18, 0))),
            new OpenSpan(DayOfWeek.Saturday, new TimeOnly(22, 0), new TimeOnly(2, 0)),
        ];
        var calendar = new Calendar(week, [new DateOnly(2026, 11, 25), new DateOnly(2026, 11, 21)], TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));

        calendar.ClosedSince(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(closedSince is null ? null : DateTimeOffset.Parse(closedSince, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_programs_read_the_rest()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        var door = world.Services.GetRequiredService<IHours>();
        using var program = world.Program(shop.Key);

        (await door.ChangeAsync(shop.Actor, new HoursView([], [], new AutomaticText(true, "Closed"), new AutomaticText(false, "")))).Problem!.Type.ShouldBe("hours-missing");
        (await door.ChangeAsync(shop.Actor, new HoursView([], [], new AutomaticText(false, ""), new AutomaticText(true, " ")))).Problem!.Type.ShouldBe("hours-text");
        (await door.ChangeAsync(shop.Actor with { Permissions = Permissions.Read }, new HoursView([], [], new AutomaticText(false, ""), new AutomaticText(false, "")))).Problem!.Type.ShouldBe("not-permitted");
        using var changed = await program.PutAsJsonAsync("/api/v1/hours", JsonNode.Parse("""
            {"week":[{"day":"monday","from":"09:00:00","to":"18:00:00"}],"holidays":["2026-12-31"],"away":{"isOn":true,"text":"Closed"},"welcome":{"isOn":false,"text":""}}
            """));
        changed.EnsureSuccessStatusCode();
        (await program.GetStringAsync("/api/v1/hours")).ShouldContain("2026-12-31");
    }

    private static Task CloseAsync(World world, Shop shop, string away)
    {
        // Open for one minute, half a day away.
        var from = TimeOnly.FromDateTime(world.Clock.GetUtcNow().AddHours(12).UtcDateTime);
        return ChangeAsync(world, shop, new HoursView([.. EveryDay.Select(day => new OpenSpan(day, from, from.AddMinutes(1)))], [], new AutomaticText(true, away), new AutomaticText(false, "")));
    }

    private static async Task ShopKeepsAsync(World world, Shop shop, string zone)
    {
        var door = world.Services.GetRequiredService<IShop>();
        _ = (await door.ChangeAsync(shop.Actor, await door.FindAsync(shop.Actor) with { TimeZone = zone })).Value;
    }

    private static async Task ChangeAsync(World world, Shop shop, HoursView hours) => _ = (await world.Services.GetRequiredService<IHours>().ChangeAsync(shop.Actor, hours)).Value;

    private static Task SaidAsync(Shop shop, Phone customer, int count) => Eventually.TrueAsync(
        async () => (await shop.Agent.ThreadAsync(customer)).Count(message => message.Origin == Origin.System) == count, $"{count} automatic answers");
}
