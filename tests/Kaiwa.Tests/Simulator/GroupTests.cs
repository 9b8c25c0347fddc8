using System.Net;
using System.Text;
using System.Text.Json;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

public sealed class GroupTests
{
    private const string Ana = "+16505551234";
    private const string Ben = "+16505551235";
    private const string Groups = $"/v23.0/{SimulatedWorld.NumberId}/groups";

    [Fact]
    public async Task A_group_is_made_and_people_come_by_its_link()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var request = (await world.PostAsync(Groups, new { messaging_product = "whatsapp", subject = " Tasting ", description = "Every Friday" })).Json.Text("request_id");

        var made = (await ToldAsync(world, "group_lifecycle_update")).Single();
        (made.Text("type"), made.Text("request_id"), made.Text("subject"), made.Text("join_approval_mode")).ShouldBe(("group_create", request, "Tasting", "auto_approve"));
        var id = made.Text("group_id");
        Encoding.ASCII.GetString(Convert.FromBase64String(id.Replace("ZD", "=", StringComparison.Ordinal))).ShouldStartWith("capi_group:15550100199:");
        made.Text("invite_link").ShouldStartWith("https://chat.whatsapp.com/");
        (await world.GetAsync($"/v23.0/{id}/invite_link")).Json.Text("invite_link").ShouldBe(made.Text("invite_link"));

        (await world.PostAsync("/phones/16505551234/groups", new { join = made.Text("invite_link") })).Json.GetProperty("joined").GetBoolean().ShouldBeTrue();

        var came = (await ToldAsync(world, "group_participants_update")).Single();
        (came.Text("type"), came.Text("reason"), came.GetProperty("added_participants")[0].Text("wa_id")).ShouldBe(("group_participants_add", "invite_link", "16505551234"));
        var node = (await world.GetAsync($"/v23.0/{id}?fields=subject,description,suspended,participants,total_participant_count")).Json;
        (node.Text("description"), node.GetProperty("suspended").GetBoolean(), node.GetProperty("total_participant_count").GetInt32()).ShouldBe(("Every Friday", false, 1));
        (await world.GetAsync(Groups)).Json.GetProperty("data").GetProperty("groups").EnumerateArray().Single().Text("subject").ShouldBe("Tasting");
    }

    [Fact]
    public async Task Who_asks_to_join_is_let_in_or_turned_away()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var (id, link) = await MakeAsync(world, needsApproval: true);
        var ana = (await JoinAsync(world, Ana, link)).Json.Text("joinRequestId");
        var ben = (await JoinAsync(world, Ben, link)).Json.Text("joinRequestId");
        await JoinAsync(world, "+16505551236", link);

        (await world.GetAsync($"/v23.0/{id}/join_requests")).Json.GetProperty("data").GetArrayLength().ShouldBe(3);
        var approved = (await world.PostAsync($"/v23.0/{id}/join_requests", new { messaging_product = "whatsapp", join_requests = new[] { ana, "none" } })).Json;
        approved.GetProperty("approved_join_requests")[0].GetString().ShouldBe(ana);
        approved.GetProperty("failed_join_requests")[0].Text("join_request_id").ShouldBe("none");
        (await DeleteAsync(world, $"/v23.0/{id}/join_requests", new { messaging_product = "whatsapp", join_requests = new[] { ben } })).GetProperty("rejected_join_requests")[0].GetString().ShouldBe(ben);
        await world.PostAsync("/phones/16505551236/groups", new { leave = id });

        (await ToldAsync(world, "group_participants_update")).Select(group => group.Text("type")).Order().ShouldBe(
            ["group_join_request_created", "group_join_request_created", "group_join_request_created", "group_join_request_revoked", "group_participants_add"]);
        (await world.GetAsync($"/v23.0/{id}")).Json.GetProperty("participants").EnumerateArray().Select(person => person.Text("wa_id")).ShouldBe(["16505551234"]);
        (await world.GetAsync($"/v23.0/{id}/join_requests")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_message_to_a_group_reaches_everybody_in_it_under_one_id()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var (id, link) = await MakeAsync(world);
        await JoinAsync(world, Ana, link);
        await JoinAsync(world, Ben, link);
        await world.Simulator.Phone(Ana).SendAsync(new PhoneMessage { Text = "Which tea is it?", Group = id });

        var sent = (await SendAsync(world, id, "Gyokuro.")).Json;

        sent.GetProperty("contacts")[0].Text("wa_id").ShouldBe(id);
        sent.GetProperty("messages")[0].Text("group_id").ShouldBe(id);
        var statuses = await world.StatusesAsync();
        statuses.ShouldAllBe(status => status.Text("id") == sent.GetProperty("messages")[0].Text("id") && status.Text("recipient_id") == id && status.Text("recipient_type") == "group");
        statuses.Where(status => status.Text("status") == "read").Select(status => status.Text("recipient_participant_id")).Order().ShouldBe(["16505551234", "16505551235"]);
        statuses.First(status => status.Text("status") == "sent").GetProperty("pricing").Text("category").ShouldBe("group_service");
        (await world.Simulator.Phone(Ben).ThreadAsync()).Messages.Single().Text.ShouldBe("Gyokuro.");
        var inbound = (await world.InboundAsync()).Single();
        (inbound.Text("group_id"), inbound.Text("from")).ShouldBe((id, "16505551234"));
        (await world.SendTextAsync(Ana, "Only for you")).Status.ShouldBe(HttpStatusCode.OK);
        (await world.StatusesAsync()).Last(status => status.Text("recipient_id") == "16505551234").Text("status").ShouldBe("failed", "writing in a group opens no window of one's own");
    }

    [Fact]
    public async Task A_group_that_is_unknown_empty_or_suspended_is_refused_and_so_is_what_groups_do_not_take()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var (id, link) = await MakeAsync(world);

        (await SendAsync(world, id + "x", "Hi")).ErrorCode.ShouldBe(131041);
        (await SendAsync(world, id, "Hi")).ErrorCode.ShouldBe(131020);
        await JoinAsync(world, Ana, link);
        (await world.SendAsync(new { messaging_product = "whatsapp", recipient_type = "group", to = id, type = "location", location = new { latitude = 1, longitude = 2 } })).ErrorCode.ShouldBe(131051);
        await world.PostAsync($"/groups/{id}", new { suspended = true });
        (await SendAsync(world, id, "Hi")).ErrorCode.ShouldBe(131207);
        await world.PostAsync($"/groups/{id}", new { suspended = false });
        (await SendAsync(world, id, "Hi")).Status.ShouldBe(HttpStatusCode.OK);

        (await world.StatusesAsync()).Single().GetProperty("errors")[0].GetProperty("code").GetInt32().ShouldBe(131047, "nobody wrote in the group within a day");
        (await ToldAsync(world, "group_status_update")).Select(group => group.Text("type")).ShouldBe(["group_suspend", "group_suspend_cleared"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_business_changes_a_group_removes_people_and_ends_it_also_after_a_restart()
    {
        var file = Path.Combine(Path.GetTempPath(), "kaiwa-groups-" + Path.GetRandomFileName() + ".db");
        string id, link;
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            (id, link) = await MakeAsync(world);
            await JoinAsync(world, Ana, link);
        }

        await using var again = await SimulatedWorld.StartAsync(file: file);
        (await again.PostAsync($"/v23.0/{id}", new { messaging_product = "whatsapp", subject = "Green tea" })).Status.ShouldBe(HttpStatusCode.OK);
        await DeleteAsync(again, $"/v23.0/{id}/participants", new { messaging_product = "whatsapp", participants = new[] { new { user = Ana }, new { user = Ben } } });
        (await JoinAsync(again, Ana, link)).Status.ShouldBe(HttpStatusCode.BadRequest, "who was removed does not come back by the link");
        (await again.PostAsync($"/v23.0/{id}/invite_link", new { messaging_product = "whatsapp" })).Json.Text("invite_link").ShouldNotBe(link);
        (await JoinAsync(again, Ben, link)).Status.ShouldBe(HttpStatusCode.BadRequest, "the old link is dead");
        await DeleteAsync(again, $"/v23.0/{id}", new { });

        var changed = (await ToldAsync(again, "group_settings_update")).Single().GetProperty("group_subject");
        (changed.Text("text"), changed.GetProperty("update_successful").GetBoolean()).ShouldBe(("Green tea", true));
        var removed = (await ToldAsync(again, "group_participants_update")).Single(group => group.Text("type") == "group_participants_remove");
        (removed.Text("initiated_by"), removed.GetProperty("removed_participants")[0].Text("input"), removed.GetProperty("failed_participants")[0].Text("input")).ShouldBe(("business", Ana, Ben));
        (await ToldAsync(again, "group_lifecycle_update")).ShouldContain(group => group.Text("type") == "group_delete");
        (await again.GetAsync($"/v23.0/{id}")).ErrorCode.ShouldBe(100);
    }

    private static async Task<(string Id, string Link)> MakeAsync(SimulatedWorld world, bool needsApproval = false)
    {
        await world.PostAsync(Groups, new { messaging_product = "whatsapp", subject = "Tasting", join_approval_mode = needsApproval ? "approval_required" : "auto_approve" });
        var id = (await world.GetAsync(Groups)).Json.GetProperty("data").GetProperty("groups")[0].Text("id");
        return (id, (await world.GetAsync($"/v23.0/{id}/invite_link")).Json.Text("invite_link"));
    }

    private static Task<SimulatedWorld.Reply> JoinAsync(SimulatedWorld world, string phone, string link) => world.PostAsync($"/phones/{phone[1..]}/groups", new { join = link });

    private static Task<SimulatedWorld.Reply> SendAsync(SimulatedWorld world, string group, string text) =>
        world.SendAsync(new { messaging_product = "whatsapp", recipient_type = "group", to = group, type = "text", text = new { body = text } });

    private static async Task<JsonElement> DeleteAsync(SimulatedWorld world, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        using var response = await world.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (await SimulatedWorld.Reply.ReadAsync(response)).Json;
    }

    private static async Task<IReadOnlyList<JsonElement>> ToldAsync(SimulatedWorld world, string field)
    {
        await world.StatusesAsync();
        return [.. world.Hooks.SelectMany(h => h.Changes).Where(c => c.Text("field") == field).SelectMany(c => c.GetProperty("value").GetProperty("groups").EnumerateArray())];
    }
}
