using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Search;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Search;

public sealed class SearchTests
{
    private static readonly Inbox.Webhook Customer = new();

    [Theory, Engines]
    public async Task What_customer_and_agent_wrote_is_found_the_newest_first_with_its_place(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Is the blue teapot in stock?");
        await shop.Agent.ReplyAsync(ana, "The Teapots come back on Friday, until then we have cups.");
        await ana.WriteAsync(shop, "Then I take two cups");

        var found = await FoundAsync(world, shop, "teapot", 2);

        found.Select(hit => hit.Excerpt).ShouldBe(["The Teapots come back on Friday, until then we have cups.", "Is the blue teapot in stock?"]);
        found[1].Marks.ShouldBe([new Mark(12, 6)]);
        found[0].ConversationId.ShouldBe((await shop.Agent.ConversationAsync(ana)).Id);
        (await FindAsync(world, shop, "TEAPOT fríday")).ShouldHaveSingleItem();
        (await FindAsync(world, shop, "teapot saturday")).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Japanese_is_found_by_any_part_in_any_kana_and_width(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ken = world.Phone("+81 90 1234 5678");
        await ken.WriteAsync(shop, "昨日の注文書をキャンセルしたいのですが、商品ＡＢＣ１２はまだ届いていません。");

        await FoundAsync(world, shop, "注文", 1);

        (await FindAsync(world, shop, "注文書")).ShouldHaveSingleItem();
        (await FindAsync(world, shop, "きゃんせる")).ShouldHaveSingleItem();
        (await FindAsync(world, shop, "ｷｬﾝｾﾙ")).ShouldHaveSingleItem();
        (await FindAsync(world, shop, "書")).ShouldHaveSingleItem();
        (await FindAsync(world, shop, "abc12 商品")).ShouldHaveSingleItem();
        (await FindAsync(world, shop, "注書")).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_word_without_end_does_not_keep_later_messages_from_being_found(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, new string('a', 4000));
        await ana.WriteAsync(shop, "A teapot");

        await FoundAsync(world, shop, "teapot", 1);

        (await FindAsync(world, shop, new string('a', 150))).ShouldHaveSingleItem();
    }

    [Theory, Engines]
    public async Task Another_workspaces_words_are_not_found(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await world.Phone("+62 811 1111 111").WriteAsync(shop, "A secret teapot");
        var stranger = await world.Database.InTransactionAsync(async unit => Actor.System(await world.Services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "Another shop"), "test"));

        await FoundAsync(world, shop, "secret", 1);

        (await world.Services.GetRequiredService<ISearch>().FindAsync(stranger, new SearchFilter("secret"))).Value.Items.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Pages_lead_from_the_newest_part_of_the_index_into_older_ones(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await world.Phone("+62 811 1111 111").WriteAsync(shop, "A tin teapot");
        await FoundAsync(world, shop, "teapot", 1);
        await world.Database.InTransactionAsync(unit => unit.ExecuteAsync(
            """
            INSERT INTO message (seq, id, workspace_id, number_id, contact_id, identity_id, direction, state, kind, category, content, origin, at, created_at)
            SELECT 900000, @id, workspace_id, number_id, contact_id, identity_id, direction, state, kind, category, @content, origin, at, created_at FROM message WHERE seq = (SELECT max(seq) FROM message) -- all workspaces: one test's database
            """,
            new { id = Guid.NewGuid(), content = """{"type":"text","text":{"body":"A glass teapot"}}""" }));
        await FoundAsync(world, shop, "teapot", 2);
        var search = world.Services.GetRequiredService<ISearch>();

        var first = (await search.FindAsync(shop.Actor, new SearchFilter("teapot") { Limit = 1 })).Value;
        var second = (await search.FindAsync(shop.Actor, new SearchFilter("teapot") { Limit = 1, Cursor = first.Next })).Value;

        first.Items.ShouldHaveSingleItem().Excerpt.ShouldBe("A glass teapot");
        second.Items.ShouldHaveSingleItem().Excerpt.ShouldBe("A tin teapot");
        second.Next.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_message_that_was_taken_back_is_not_found_and_an_edited_one_by_its_new_words(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Customer.Text("wamid.1", "My password is teapot", 0), Customer.Text("wamid.2", "Two teapots please", 1));
        Task<IReadOnlyList<SearchHit>> Found(string words, int count) => Eventually.GetAsync(
            async () => (await host.Get<ISearch>().FindAsync(host.Shop.Actor, new SearchFilter(words))).Value.Items is { } hits && hits.Count == count ? hits : null, $"{count} messages with {words}");
        await Found("teapot", 2);

        await host.DeliverAsync(Customer.Edit("wamid.3", "wamid.2", "Three kettles please", 2), Customer.Revoke("wamid.4", "wamid.1", 3));

        await Found("kettles", 1);
        await Found("teapot", 0);
    }

    [Fact]
    public async Task What_has_no_word_is_refused_in_words()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();

        (await world.Services.GetRequiredService<ISearch>().FindAsync(shop.Actor, new SearchFilter(" \" * ' -- "))).Problem.ShouldNotBeNull().Type.ShouldBe("no-words");
    }

    [Theory]
    [InlineData("\" OR * NOT (teapot", "teapot")]
    [InlineData("teapot' & 'x:*", "teapot")]
    [InlineData("near(teapot)", "near teapot")]
    public async Task Signs_of_the_engines_own_languages_mean_nothing(string typed, string text)
    {
        foreach (var engine in new[] { Engine.Sqlite, Engine.Postgres })
        {
            await using var world = await World.StartAsync(engine);
            var shop = await world.OpenShopAsync();
            var ana = world.Phone("+62 811 1111 111");
            await ana.WriteAsync(shop, text + " or not x");

            await FoundAsync(world, shop, typed, 1);
        }
    }

    private static Task<IReadOnlyList<SearchHit>> FoundAsync(World world, Shop shop, string words, int count) =>
        Eventually.GetAsync(async () => await FindAsync(world, shop, words) is { } hits && hits.Count == count ? hits : null, $"{count} messages with {words}");

    private static async Task<IReadOnlyList<SearchHit>> FindAsync(World world, Shop shop, string words) =>
        (await world.Services.GetRequiredService<ISearch>().FindAsync(shop.Actor, new SearchFilter(words))).Value.Items;
}
