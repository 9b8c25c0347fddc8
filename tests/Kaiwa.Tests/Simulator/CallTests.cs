using System.Net;
using Kaiwa.Tests.WhatsApp;

namespace Kaiwa.Tests.Simulator;

public sealed class CallTests
{
    private const string Ana = "+16505551234";
    private const string Calls = $"/v23.0/{SimulatedWorld.NumberId}/calls";

    [Fact]
    public async Task Who_allowed_it_is_called_until_the_business_ends_the_call()
    {
        await using var world = await SimulatedWorld.StartAsync(EveryKind.Seed);
        var offer = new { messaging_product = "whatsapp", to = Ana, action = "connect", session = new { sdp_type = "offer", sdp = "v=0" }, biz_opaque_callback_data = "desk-1" };
        await world.Simulator.Phone(Ana).WriteAsync("Call me");

        (await world.PostAsync(Calls, offer)).ErrorCode.ShouldBe(138006);
        (await PermissionAsync(world)).ShouldBe(("no_permission", true, false));
        await world.SendRawAsync(EveryKind.Request("call_permission_request", Ana).ToJsonString());
        await world.StatusesAsync();
        (await PermissionAsync(world)).ShouldBe(("no_permission", false, false), "one request in 24 hours");
        await world.Simulator.Phone(Ana).TapAsync("accept");
        (await PermissionAsync(world)).ShouldBe(("temporary", false, true));

        var id = (await world.PostAsync(Calls, offer)).Json.GetProperty("calls")[0].Text("id");
        await world.Simulator.AdvanceAsync(TimeSpan.FromMinutes(2));
        var end = new { messaging_product = "whatsapp", call_id = id, action = "terminate" };
        (await world.PostAsync(Calls, end)).Status.ShouldBe(HttpStatusCode.OK);
        (await world.PostAsync(Calls, end)).ErrorCode.ShouldBe(100);

        await world.StatusesAsync();
        var told = world.Hooks.SelectMany(h => h.Changes).Where(c => c.Text("field") == "calls").Select(c => c.GetProperty("value")).ToList();
        told.Where(value => value.TryGetProperty("statuses", out _)).Select(value => value.GetProperty("statuses")[0].Text("status")).ShouldBe(["RINGING", "ACCEPTED"], ignoreOrder: true);
        var ended = told.Single(value => value.TryGetProperty("calls", out _)).GetProperty("calls")[0];
        (ended.Text("event"), ended.Text("status"), ended.Text("biz_opaque_callback_data")).ShouldBe(("terminate", "COMPLETED", "desk-1"));
        ended.GetProperty("duration").GetInt32().ShouldBeGreaterThanOrEqualTo(120);
        await world.Simulator.AdvanceAsync(TimeSpan.FromDays(8));
        (await world.PostAsync(Calls, offer)).ErrorCode.ShouldBe(138006, "the permission ends after seven days");
    }

    private static async Task<(string Status, bool MayAsk, bool MayCall)> PermissionAsync(SimulatedWorld world)
    {
        var told = (await world.GetAsync($"/v23.0/{SimulatedWorld.NumberId}/call_permissions?user_wa_id=16505551234")).Json;
        var actions = told.GetProperty("actions");
        return (told.GetProperty("permission").Text("status"), actions[0].GetProperty("can_perform_action").GetBoolean(), actions[1].GetProperty("can_perform_action").GetBoolean());
    }
}
