using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Views;
using Kaiwa.Features.Labels;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class SavedViewTests
{
    [Theory, Engines]
    public async Task A_view_counts_what_it_shows_for_whoever_looks(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (views, inbox, mika, kenji) = (host.Get<ISavedViews>(), host.Get<IInbox>(), await host.HireAsync("Mika"), await host.HireAsync("Kenji"));
        var refund = (await host.Get<ILabels>().CreateAsync(host.Shop.Actor, "Refund", LabelColour.Red)).Value;
        await host.WriteAsync("819011110001", "wamid.1", -20);
        await host.WriteAsync("819011110002", "wamid.2", -10);
        await inbox.ChangeAsync(mika, [await host.ConversationAsync("+819011110001")], new TicketChange { AddLabels = [refund.Id], Assignment = new Assignment(Ticket.Me(mika)) });
        var filter = new ViewFilter(ConversationStatus.Open, Whose.Mine, ConversationSort.Waiting, refund.Id);

        await views.SaveAsync(host.Shop.Actor, "My refunds", filter, forAll: true);
        await views.SaveAsync(kenji, "Everything", new ViewFilter(), forAll: false);

        var hers = (await views.ListAsync(mika)).ShouldHaveSingleItem();
        (hers.Name, hers.Filter, hers.IsForAll, hers.Count).ShouldBe(("My refunds", filter, true, 1));
        (await views.ListAsync(kenji)).Select(view => (view.Name, view.Count)).ShouldBe([("Everything", 2), ("My refunds", 0)]);
        (await views.ListAsync(host.Stranger.Actor)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Everybodys_views_are_made_and_deleted_by_administrators_one_s_own_by_oneself(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (views, mika, kenji) = (host.Get<ISavedViews>(), await host.HireAsync("Mika"), await host.HireAsync("Kenji"));
        var own = (await views.SaveAsync(mika, " Mine ", new ViewFilter(), forAll: false)).Value;
        var shared = (await views.SaveAsync(host.Shop.Actor, "Shared", new ViewFilter(), forAll: true)).Value;

        own.Name.ShouldBe("Mine");
        (await views.SaveAsync(mika, "Shared by me", new ViewFilter(), forAll: true)).Problem!.Type.ShouldBe("not-permitted");
        (await views.SaveAsync(mika, " ", new ViewFilter(), forAll: false)).Problem!.Type.ShouldBe("view-name");
        (await views.DeleteAsync(kenji, own.Id)).Problem!.Type.ShouldBe("view-unknown");
        (await views.DeleteAsync(mika, shared.Id)).Problem!.Type.ShouldBe("view-unknown");
        (await views.DeleteAsync(host.Stranger.Actor, shared.Id)).Problem!.Type.ShouldBe("view-unknown");

        (await views.DeleteAsync(mika, own.Id)).IsOk.ShouldBeTrue();
        (await views.DeleteAsync(host.Shop.Actor, shared.Id)).IsOk.ShouldBeTrue();
        (await views.ListAsync(mika)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Programs_keep_views_too()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var client = host.Client(await host.KeyAsync(Permissions.All));

        using var kept = await client.PostAsJsonAsync("/api/v1/views", new { name = "Urgent", filter = new { status = "open", priority = "urgent", sort = "waiting", whose = "all" }, forAll = true });

        kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        var view = (await client.GetFromJsonAsync<JsonArray>("/api/v1/views"))!.ShouldHaveSingleItem()!;
        (view["name"]!.GetValue<string>(), view["filter"]!["priority"]!.GetValue<string>(), view["count"]!.GetValue<int>()).ShouldBe(("Urgent", "urgent", 0));
    }
}
