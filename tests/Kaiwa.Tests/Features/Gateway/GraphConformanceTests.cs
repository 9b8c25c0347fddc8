using System.Text.Json;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.Simulator;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>Every path that the gateway serves or passes on, asked straight at Meta (the simulator) and through Kaiwa, each on an account of its own.</summary>
public sealed class GraphConformanceTests
{
    [Fact]
    public void Every_path_has_an_example_or_is_named_as_missing_in_the_simulator()
    {
        var paths = GraphPaths.All.Where(path => path.Verdict != PathVerdict.Refused).Select(path => $"{path.Method} {path.Path}").ToList();

        paths.Except(GraphExamples.All.Select(example => example.Row).Concat(GraphExamples.NotInTheSimulator)).ShouldBeEmpty();
        GraphExamples.NotInTheSimulator.Except(paths).ShouldBeEmpty();
        GraphExamples.All.Select(example => example.Row).Except(paths).ShouldBeEmpty();
    }

    [Fact]
    public async Task Kaiwa_answers_as_Meta_does()
    {
        await using var world = await StartAsync();
        var shop = await OpenAsync(world, 1);
        using var straight = Straight(world);
        using var through = world.Program(shop.Key);
        var atMeta = await SideAsync(world, straight, 0);
        var atKaiwa = await SideAsync(world, through, 1);

        foreach (var example in GraphExamples.All)
        {
            if (example.Path.EndsWith("/verify_code", StringComparison.Ordinal))
            {
                await KnowCodesAsync(straight, atMeta, atKaiwa);
            }

            var expected = await atMeta.AskAsync(example);
            var answer = await atKaiwa.AskAsync(example);

            expected.Status.ShouldBe(200, $"{example.Row}: {expected.Text}");
            answer.Shape.ShouldBe(expected.Shape, $"{example.Row}: {answer.Text}");
            answer.Text.ShouldNotContain(world.Simulator.Options.AccessToken);
        }
    }

    [Fact]
    public async Task To_another_tenant_s_key_none_of_it_exists()
    {
        await using var world = await StartAsync();
        var stranger = await OpenAsync(world, 0);
        var shop = await OpenAsync(world, 1);
        using var own = world.Program(shop.Key);
        using var other = world.Program(stranger.Key);
        using var straight = Straight(world);
        var atShop = await SideAsync(world, own, 1);
        var atStranger = new GraphSide(other, []);

        foreach (var example in GraphExamples.All.Where(example => example.Method != "DELETE"))
        {
            if (example.Path.EndsWith("/verify_code", StringComparison.Ordinal))
            {
                await KnowCodesAsync(straight, atShop);
            }

            await atShop.AskAsync(example);
        }

        // The app is both tenants' app; what is uploaded through it is not.
        foreach (var example in GraphExamples.All.Where(example => !example.Path.StartsWith("/{Application-ID}", StringComparison.Ordinal)))
        {
            var answer = await atStranger.AskForAsync(example, atShop.Ids);

            answer.Status.ShouldBe(400, $"{example.Row}: {answer.Text}");
            answer.Subcode.ShouldBe(33, $"{example.Row}: {answer.Text}");
        }
    }

    private static Task<World> StartAsync() => World.StartAsync(Engine.Sqlite, simulate: options => options.Seed = new SimulatorSeed { Portfolios = { Portfolio(0), Portfolio(1) } });

    private static SeedPortfolio Portfolio(int index)
    {
        var account = new SeedBusinessAccount($"10229012934039{index}", "Tea");
        account.Numbers.Add(new SeedNumber($"10654035224292{index}", $"+1 555-010-019{index}", "Tea"));
        account.Templates.Add(new SeedTemplate($"59442547920000{index}", "sale", "en_US", "MARKETING", """[{"type":"BODY","text":"Green tea is cheap this week."}]"""));
        var portfolio = new SeedPortfolio($"50691430765663{index}", "Trading") { UsersPerDay = 100_000 };
        portfolio.BusinessAccounts.Add(account);
        return portfolio;
    }

    private static Task<Shop> OpenAsync(World world, int index) => world.OpenShopAsync(options =>
    {
        options.Seed = world.Simulator.Options.Seed.Portfolios[index];
        options.Index = 0;
    });

    private static HttpClient Straight(World world)
    {
        var client = new HttpClient { BaseAddress = world.MetaAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", world.Simulator.Options.AccessToken);
        return client;
    }

    /// <summary>An account with a customer who has written and a catalogue.</summary>
    private static async Task<GraphSide> SideAsync(World world, HttpClient client, int index)
    {
        var portfolio = world.Simulator.Options.Seed.Portfolios[index];
        var account = portfolio.BusinessAccounts[0];
        using var straight = Straight(world);
        var meta = new GraphSide(straight, new() { ["Business-ID"] = portfolio.Id, ["WABA-ID"] = account.Id });
        await meta.AskAsync(new GraphExample("POST", "/{Business-ID}/owned_product_catalogs", """{"name":"Tea","vertical":"commerce"}""") { Tells = ("Catalog-ID", "id") });
        await meta.AskAsync(new GraphExample("POST", "/{WABA-ID}/product_catalogs", """{"catalog_id":"{Catalog-ID}"}"""));
        await world.Simulator.Phone("+14155550132").WriteAsync("Tea?", account.Numbers[0].Id);
        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return new GraphSide(client, new()
        {
            ["Phone-Number-ID"] = account.Numbers[0].Id,
            ["WABA-ID"] = account.Id,
            ["Application-ID"] = world.Simulator.Options.AppId,
            ["newPhone"] = $"650555123{index}",
            ["newTemplate"] = "on_its_way",
        });
    }

    private static async Task KnowCodesAsync(HttpClient straight, params GraphSide[] sides)
    {
        using var numbers = JsonDocument.Parse(await straight.GetStringAsync("/simulator/numbers"));
        foreach (var side in sides)
        {
            side.Know("code", numbers.RootElement.EnumerateArray().Single(number => number.GetProperty("phoneNumberId").GetString() == side.Ids["Phone-Number-ID"]).GetProperty("code").GetString()!);
        }
    }
}
