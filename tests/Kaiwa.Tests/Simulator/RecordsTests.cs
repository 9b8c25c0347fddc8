using System.Net;

namespace Kaiwa.Tests.Simulator;

/// <summary>What Meta keeps about what was done: messages' events, an account's activities, its schedules.</summary>
public sealed class RecordsTests
{
    private const string Ana = "+16505551234";
    private const string Account = $"/v23.0/{SimulatedWorld.AccountId}";
    private const string History = $"/v23.0/{SimulatedWorld.NumberId}/message_history";

    [Fact]
    public async Task The_history_tells_the_events_of_each_message_and_whether_the_webhook_came()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var read = (await world.SendTemplateAsync(Ana)).MessageId;
        var failed = (await world.SendTextAsync("+16505551235", "Nobody wrote")).MessageId;
        await world.StatusesAsync();

        var all = (await world.GetAsync($"{History}?fields=id,message_id,events{{delivery_status}}")).Json.GetProperty("data").EnumerateArray().ToList();
        all.Select(entry => entry.Text("message_id")).ShouldBe([failed, read]);
        var events = all[1].GetProperty("events").GetProperty("data").EnumerateArray().ToList();
        events.Select(e => e.Text("delivery_status")).ShouldBe(["SENT", "DELIVERED", "READ"]);
        events.ShouldAllBe(e => e.Text("webhook_update_state") == "DELIVERED");
        (await world.GetAsync($"{History}?message_id={read}")).Json.GetProperty("data").EnumerateArray().Single().Text("id").ShouldBe(all[1].Text("id"));
        (await world.GetAsync($"{History}?message_id=nonsense")).ErrorCode.ShouldBe(100);
        (await world.GetAsync($"{History}?limit=101")).ErrorCode.ShouldBe(100);

        var nodes = (await world.GetAsync($"/v23.0/{all[0].Text("id")}/events?status_filter=FAILED")).Json.GetProperty("data");
        nodes.EnumerateArray().Single().GetProperty("node").Text("error_description").ShouldBe("Re-engagement message");
        (await world.GetAsync("/v23.0/940000000009999/events")).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task An_account_s_activities_are_listed_newest_first_and_narrowed()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync($"{Account}/message_templates", new { name = "parcel", language = "en_US", category = "UTILITY", components = new[] { new { type = "BODY", text = "Your parcel is here." } } });
        await world.PostAsync($"{Account}/phone_numbers", new { cc = "1", phone_number = "6505559876", verified_name = "Second" });

        (await world.GetAsync($"{Account}/activities")).Json.GetProperty("data").EnumerateArray().Select(activity => activity.Text("activity_type") + " " + activity.Text("actor_type"))
            .ShouldBe(["PHONE_NUMBER_ADDED API", "TEMPLATE_CREATED API"]);
        (await world.GetAsync($"{Account}/activities?activity_type=TEMPLATE_CREATED,TEMPLATE_DELETED&fields=details")).Json.GetProperty("data").EnumerateArray().Single().GetProperty("details").Text("template_name").ShouldBe("parcel");
        (await world.GetAsync($"{Account}/activities?since=2099-01-01T00:00:00Z")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Schedules_are_kept_checked_and_filtered()
    {
        await using var world = await SimulatedWorld.StartAsync();
        Task<SimulatedWorld.Reply> AddAsync(string name, string start, string end, bool active = true) =>
            world.PostAsync($"{Account}/schedules", new { name, schedule_type = "BUSINESS_HOURS", start_time = start, end_time = end, timezone = "Asia/Tokyo", is_active = active });

        (await AddAsync("Night", "22:00", "06:00")).ErrorCode.ShouldBe(100);
        (await AddAsync("Day", "9", "17")).ErrorCode.ShouldBe(100);
        (await AddAsync("Day", "09:00", "17:00")).Status.ShouldBe(HttpStatusCode.OK);
        await AddAsync("Holiday", "10:00", "12:00", active: false);

        var active = (await world.GetAsync($"{Account}/schedules?filtering=" + Uri.EscapeDataString("""[{"field":"status","operator":"EQUAL","value":"ACTIVE"}]"""))).Json.GetProperty("data").EnumerateArray().Single();
        (active.Text("name"), active.Text("timezone"), active.GetProperty("is_active").GetBoolean()).ShouldBe(("Day", "Asia/Tokyo", true));
        (await world.GetAsync($"{Account}/schedules?sort=created_time.desc&fields=name")).Json.GetProperty("data").EnumerateArray().Select(schedule => schedule.Text("name")).ShouldBe(["Holiday", "Day"]);
    }
}
