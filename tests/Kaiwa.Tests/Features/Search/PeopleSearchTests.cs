using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Features;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Search;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Search;

public sealed class PeopleSearchTests
{
    private static readonly Inbox.Webhook Ana = new(From: "628111234567", Name: "Ána Wijaya");
    private static readonly Inbox.Webhook Hanako = new(From: "819011112222", Name: "山田花子");

    [Theory, Engines]
    public async Task People_are_found_by_the_beginning_of_a_name_and_any_digits_that_follow_one_another(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello", 0), Hanako.Text("wamid.2", "こんにちは", 1));

        (await FoundAsync(host, "wij", "Ána Wijaya")).ShouldHaveSingleItem().Phone.ShouldBe("+628111234567");

        await FoundAsync(host, "ana", "Ána Wijaya");
        await FoundAsync(host, "花子", "山田花子");
        await FoundAsync(host, "+81 90-1111", "山田花子");
        await FoundAsync(host, "0811-1234", "Ána Wijaya");
        await FoundAsync(host, "4567", "Ána Wijaya");
        await FoundAsync(host, "4568");
        (await host.Get<ISearch>().PeopleAsync(host.Stranger.Actor, new SearchFilter("ana"))).Value.Items.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_person_who_is_called_otherwise_now_is_found_by_the_new_name_only(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello", 0), Hanako.Text("wamid.2", "Hello", 1));
        await FoundAsync(host, "wijaya", "Ána Wijaya");

        await host.DeliverAsync((Ana with { Name = "Ana Santoso" }).Text("wamid.3", "I married", 60));
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes("phone,name\n+819011112222,Suzuki Hanako\n+14155552671,Walter Scott\n"));
        await host.Get<IAudiences>().ImportAsync(host.Shop.Actor, csv, new ImportOptions());

        await FoundAsync(host, "santoso", "Ana Santoso");
        await FoundAsync(host, "wijaya");
        await FoundAsync(host, "suzuki", "Suzuki Hanako");
        await FoundAsync(host, "花子");
        (await FoundAsync(host, "walter", "Walter Scott")).ShouldHaveSingleItem().ConversationId.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Everybody_who_was_there_before_the_index_is_cut_into_it(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Order("wamid.1", "Please wrap it", "TEAPOT-77", 0));
        await FoundAsync(host, "wijaya", "Ána Wijaya");
        await OrdersAsync(host, "teapot-77", 1);
        await host.Database.InTransactionAsync(async unit =>
        {
            await unit.ExecuteAsync("DELETE FROM contact_word_0 -- all workspaces: one test's database");
            await unit.ExecuteAsync("DELETE FROM contact_words -- all workspaces: one test's database");
            await unit.ExecuteAsync("DELETE FROM message_word_0 -- all workspaces: one test's database");
            await unit.ExecuteAsync("UPDATE contact_word_cursor SET contact_id = NULL -- all workspaces: one test's database");
            await unit.ExecuteAsync("UPDATE search_cursor SET seq = 0 WHERE name = 'orders' -- all workspaces: one test's database");
            await unit.ExecuteAsync("UPDATE search_cursor SET seq = 100 WHERE name = 'orders-until' -- all workspaces: one test's database");
        });

        await FoundAsync(host, "wijaya", "Ána Wijaya");
        await OrdersAsync(host, "teapot-77", 1);
    }

    [Theory, Engines]
    public async Task Orders_are_found_by_their_products_and_apart_from_what_is_said_of_them(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Order("wamid.1", "Please wrap it", "TEAPOT-77", 0), Ana.Text("wamid.2", "Did you get the teapot-77?", 1));

        (await OrdersAsync(host, "teapot-77", 1)).ShouldHaveSingleItem().Excerpt.ShouldBe("Please wrap it TEAPOT-77");

        await Eventually.TrueAsync(async () => (await FindAsync(host, new SearchFilter("teapot-77"))).Count == 2, "the order and the question about it");

        (await FindAsync(host, new SearchFilter("teapot-77") { Orders = false })).ShouldHaveSingleItem().Excerpt.ShouldBe("Did you get the teapot-77?");
    }

    [Theory, Engines]
    public async Task Agent_label_and_number_narrow_people_and_messages(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "A blue teapot", 0), (Hanako with { Name = "Ana Yamada" }).Text("wamid.2", "A red teapot", 1));
        var agent = await host.HireAsync("Mika", Role.Agent);
        var label = (await host.Get<ILabels>().CreateAsync(host.Shop.Actor, "VIP", LabelColour.Green)).Value.Id;
        var mine = (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter())).Items.Single(row => row.Name == "Ána Wijaya").Id;
        (await host.Get<IInbox>().ChangeAsync(host.Shop.Actor, [mine], new TicketChange { Assignment = new Assignment(new Id<User>(agent.Subject)), AddLabels = [label] })).IsOk.ShouldBeTrue();
        await Eventually.TrueAsync(async () => (await FindAsync(host, new SearchFilter("teapot"))).Count == 2, "both messages");
        await Eventually.TrueAsync(async () => (await host.Get<ISearch>().PeopleAsync(host.Shop.Actor, new SearchFilter("ana"))).Value.Items.Count == 2, "both people");

        foreach (var filter in new[] { new SearchFilter("teapot") { Agent = new Id<User>(agent.Subject) }, new SearchFilter("teapot") { Label = label } })
        {
            (await FindAsync(host, filter)).ShouldHaveSingleItem().Excerpt.ShouldBe("A blue teapot");
            (await host.Get<ISearch>().PeopleAsync(host.Shop.Actor, filter with { Words = "ana" })).Value.Items.ShouldHaveSingleItem().ConversationId.ShouldBe(mine);
        }

        (await FindAsync(host, new SearchFilter("teapot") { Number = new(Guid.Parse("0198a000-0000-7000-8000-000000000001")) })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_search_for_people_goes_through_the_index()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello", 0));
        await FoundAsync(host, "wijaya", "Ána Wijaya");
        var sql = new WordIndex(host.Database, "contact_word", "contact_word_part").OfPart(ContactWordStore.SelectFound, 0).Replace("{exists}", "", StringComparison.Ordinal).Replace("{filters}", "", StringComparison.Ordinal);

        var plan = (await host.Database.QueryAsync<PlanRow>("EXPLAIN QUERY PLAN " + sql, new { workspace = host.Shop.Actor.Workspace, question = "\"ana\"", before = 1L, most = 10 })).Select(row => row.Detail).ToList();

        plan.Where(step => step.StartsWith("SCAN", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldStartWith("SCAN contact_word_0 VIRTUAL TABLE");
    }

    private static Task<IReadOnlyList<PersonHit>> FoundAsync(FeaturesHost host, string words, params string[] names) => Eventually.GetAsync(
        async () => (await host.Get<ISearch>().PeopleAsync(host.Shop.Actor, new SearchFilter(words))).Value.Items is { } hits && hits.Select(hit => hit.Name).SequenceEqual(names) ? hits : null,
        $"{names.Length} people with {words}");

    private static Task<IReadOnlyList<SearchHit>> OrdersAsync(FeaturesHost host, string words, int count) => Eventually.GetAsync(
        async () => await FindAsync(host, new SearchFilter(words) { Orders = true }) is { } hits && hits.Count == count ? hits : null, $"{count} orders with {words}");

    private static async Task<IReadOnlyList<SearchHit>> FindAsync(FeaturesHost host, SearchFilter filter) => (await host.Get<ISearch>().FindAsync(host.Shop.Actor, filter)).Value.Items;

    private sealed record PlanRow
    {
        public string Detail { get; init; } = "";
    }
}
