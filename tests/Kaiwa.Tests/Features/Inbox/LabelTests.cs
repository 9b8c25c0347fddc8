using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class LabelTests
{
    [Theory, Engines]
    public async Task Conversations_are_found_by_label_and_by_priority_in_every_order(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, actor) = (host.Get<IInbox>(), host.Shop.Actor);
        var refund = (await host.Get<ILabels>().CreateAsync(actor, "Refund", LabelColour.Orange)).Value;
        foreach (var number in new[] { "819011110001", "819011110002", "819011110003" })
        {
            await host.WriteAsync(number, "wamid." + number, number[^1] - '0');
        }

        await inbox.ChangeAsync(actor, [await host.ConversationAsync("+819011110001"), await host.ConversationAsync("+819011110002")], new TicketChange { AddLabels = [refund.Id] });
        await inbox.ChangeAsync(actor, [await host.ConversationAsync("+819011110001")], new TicketChange { Priority = Priority.Urgent });
        await inbox.ChangeAsync(actor, [await host.ConversationAsync("+819011110003")], new TicketChange { Priority = Priority.Low });

        (await host.NumbersAsync(new ConversationFilter(Sort: ConversationSort.Priority))).ShouldBe(["+819011110001", "+819011110003", "+819011110002"]);
        (await host.NumbersAsync(new ConversationFilter { Label = refund.Id })).ShouldBe(["+819011110002", "+819011110001"]);
        (await host.NumbersAsync(new ConversationFilter(ConversationStatus.Open, Sort: ConversationSort.Oldest) { Label = refund.Id })).ShouldBe(["+819011110001", "+819011110002"]);
        (await host.NumbersAsync(new ConversationFilter { Label = refund.Id, Priority = Priority.Urgent })).ShouldBe(["+819011110001"]);
        (await host.RowAsync("+819011110001")).Labels.ShouldBe([refund]);
        (await inbox.EventsAsync(actor, await host.ConversationAsync("+819011110003"))).Value.Select(one => (one.Kind, one.Detail)).ShouldBe([(ConversationEventKind.Prioritised, "Low")]);
    }

    [Theory, Engines]
    public async Task The_most_urgent_come_first_page_by_page(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        Priority[] priorities = [Priority.None, Priority.High, Priority.None, Priority.High, Priority.Urgent];
        for (var i = 0; i < priorities.Length; i++)
        {
            await host.WriteAsync("81901111000" + i, "wamid." + i, i);
            await inbox.ChangeAsync(host.Shop.Actor, [await host.ConversationAsync("+81901111000" + i)], new TicketChange { Priority = priorities[i] });
        }

        var (seen, cursor) = (new List<string?>(), (string?)null);
        do
        {
            var page = await inbox.ListAsync(host.Shop.Actor, new ConversationFilter(ConversationStatus.Open, Cursor: cursor, Limit: 1, Sort: ConversationSort.Priority));
            seen.AddRange(page.Items.Select(row => row.Number));
            cursor = page.Next;
        }
        while (cursor is not null);

        seen.ShouldBe(["+819011110004", "+819011110003", "+819011110001", "+819011110002", "+819011110000"]);
    }

    [Theory, Engines]
    public async Task A_deleted_label_leaves_its_conversations_and_undo_puts_labels_back(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, labels, actor) = (host.Get<IInbox>(), host.Get<ILabels>(), host.Shop.Actor);
        var (refund, vip) = ((await labels.CreateAsync(actor, "Refund", LabelColour.Red)).Value, (await labels.CreateAsync(actor, "VIP", LabelColour.Purple)).Value);
        await host.WriteAsync("819011110001", "wamid.1");
        var conversation = await host.ConversationAsync("+819011110001");
        await inbox.ChangeAsync(actor, [conversation], new TicketChange { AddLabels = [refund.Id] });

        var former = await inbox.ChangeAsync(actor, [conversation], new TicketChange { AddLabels = [vip.Id], RemoveLabels = [refund.Id] });
        (await host.RowAsync("+819011110001")).Labels.ShouldBe([vip]);
        await inbox.RestoreAsync(actor, former.Value);
        (await host.RowAsync("+819011110001")).Labels.ShouldBe([refund]);

        await labels.DeleteAsync(actor, refund.Id);
        (await host.RowAsync("+819011110001")).Labels.ShouldBeEmpty();
        (await inbox.ChangeAsync(actor, [conversation], new TicketChange { AddLabels = [refund.Id] })).Problem!.Type.ShouldBe("label-unknown");
    }

    [Theory, Engines]
    public async Task Names_are_short_and_not_given_twice(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (labels, actor) = (host.Get<ILabels>(), host.Shop.Actor);
        var refund = (await labels.CreateAsync(actor, "  Refund ", LabelColour.Red)).Value;

        refund.Name.ShouldBe("Refund");
        (await labels.CreateAsync(actor, "Refund", LabelColour.Blue)).Problem!.Type.ShouldBe("label-taken");
        (await labels.CreateAsync(host.Stranger.Actor, "Refund", LabelColour.Blue)).IsOk.ShouldBeTrue();
        (await labels.CreateAsync(actor, "a|b", LabelColour.Blue)).Problem!.Type.ShouldBe("label-name");
        (await labels.CreateAsync(actor with { Permissions = Permissions.Send }, "Other", LabelColour.Blue)).Problem!.Type.ShouldBe("not-permitted");
        (await labels.ChangeAsync(actor, refund.Id, "Money back", LabelColour.Green)).Value.ShouldBe(new Label(refund.Id, "Money back", LabelColour.Green));
        (await labels.ChangeAsync(host.Stranger.Actor, refund.Id, "Mine", LabelColour.Green)).Problem!.Type.ShouldBe("label-unknown");

        (await labels.CreateReasonAsync(actor, "Delivered late")).IsOk.ShouldBeTrue();
        (await labels.CreateReasonAsync(actor, "Delivered late")).Problem!.Type.ShouldBe("label-taken");
        (await labels.ReasonsAsync(actor)).Select(reason => reason.Name).ShouldBe(["Delivered late"]);
    }

    [Theory, Engines]
    public async Task Two_contacts_that_are_one_person_keep_the_labels_the_events_and_the_higher_priority(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, actor) = (host.Get<IInbox>(), host.Shop.Actor);
        var (refund, vip) = ((await host.Get<ILabels>().CreateAsync(actor, "Refund", LabelColour.Red)).Value, (await host.Get<ILabels>().CreateAsync(actor, "VIP", LabelColour.Purple)).Value);
        await host.WriteAsync("819011110001", "wamid.1", -20);
        await host.WriteAsync("819011110002", "wamid.2", -10);
        var (gone, kept) = (await host.RowAsync("+819011110001"), await host.RowAsync("+819011110002"));
        await inbox.ChangeAsync(actor, [gone.Id], new TicketChange { AddLabels = [refund.Id, vip.Id], Priority = Priority.High });
        await inbox.ChangeAsync(actor, [kept.Id], new TicketChange { AddLabels = [vip.Id], Status = ConversationStatus.Snoozed });

        await host.Database.InTransactionAsync(async unit =>
        {
            foreach (var follower in host.Get<IEnumerable<IFollowMerge>>())
            {
                await follower.OnContactsMergedAsync(unit, new ContactMerge(Id<ContactMerge>.New(host.Clock), actor.Workspace, gone.ContactId, kept.ContactId, null));
            }
        });

        var row = (await inbox.ListAsync(actor, new ConversationFilter())).Items.ShouldHaveSingleItem();
        (row.Id, row.Status, row.Priority).ShouldBe((kept.Id, ConversationStatus.Open, Priority.High));
        row.Labels.ShouldBe([refund, vip]);
        (await inbox.EventsAsync(actor, kept.Id)).Value.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Programs_make_labels_and_put_them_on()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.WriteAsync("819011110001", "wamid.1");
        using var client = host.Client(await host.KeyAsync(Permissions.All));
        var conversation = await host.ConversationAsync("+819011110001");
        using var made = await client.PostAsJsonAsync("/api/v1/labels", new { name = "Refund", colour = "orange" });
        var label = (await made.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<string>();

        using var put = await client.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { priority = "high", addLabels = new[] { label } });

        put.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var row = (await client.GetFromJsonAsync<JsonNode>($"/api/v1/conversations?label={label}&priority=high&sort=priority"))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        row["labels"]![0]!["colour"]!.GetValue<string>().ShouldBe("orange");
        (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations?priority=urgent"))!["items"]!.AsArray().ShouldBeEmpty();
    }
}
