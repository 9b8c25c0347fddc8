using System.Net;

namespace Kaiwa.Tests.Simulator;

public sealed class RegistrationTests
{
    private const string Number = "/v23.0/" + SimulatedWorld.NumberId;

    [Fact]
    public async Task A_new_number_is_added_verified_by_the_code_and_registered_with_a_PIN()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var added = await world.PostAsync($"/v23.0/{SimulatedWorld.AccountId}/phone_numbers", new { cc = "1", phone_number = "6505551234", verified_name = "Lucky Shrub" });
        var number = "/v23.0/" + added.Json.Text("id");
        (await StatusAsync(world, number)).ShouldBe(("UNVERIFIED", "NOT_VERIFIED"));
        (await world.PostAsync(number + "/register", new { messaging_product = "whatsapp", pin = "212834" })).ErrorCode.ShouldBe(133006);

        (await world.PostAsync(number + "/request_code?code_method=SMS&language=en_US", new { })).Status.ShouldBe(HttpStatusCode.OK);
        var code = await CodeAsync(world, added.Json.Text("id"));
        (await world.PostAsync(number + "/verify_code", new { code = $"{code[..3]}-{code[3..]}" })).Status.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(world, number)).ShouldBe(("PENDING", "VERIFIED"));

        (await world.PostAsync(number + "/register", new { messaging_product = "whatsapp", pin = "212834" })).Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        (await StatusAsync(world, number)).ShouldBe(("CONNECTED", "VERIFIED"));
        (await world.GetAsync($"/v23.0/{SimulatedWorld.AccountId}/phone_numbers")).Json.GetProperty("data").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_or_late_code_verifies_nothing()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = (await world.PostAsync($"/v23.0/{SimulatedWorld.AccountId}/phone_numbers", new { cc = "1", phone_number = "6505551234", verified_name = "Lucky Shrub" })).Json.Text("id");
        await world.PostAsync($"/v23.0/{id}/request_code", new { code_method = "VOICE", language = "en_US" });
        var code = await CodeAsync(world, id);

        (await world.PostAsync($"/v23.0/{id}/verify_code", new { code = code == "000000" ? "000001" : "000000" })).ErrorCode.ShouldBe(100);
        await world.Simulator.AdvanceAsync(TimeSpan.FromMinutes(11), TestContext.Current.CancellationToken);
        (await world.PostAsync($"/v23.0/{id}/verify_code", new { code })).ErrorCode.ShouldBe(100);
        (await world.GetAsync("/numbers")).Json.GetRawText().ShouldNotContain("\"code\"", customMessage: "the phones' page shows no late code");

        (await StatusAsync(world, "/v23.0/" + id)).ShouldBe(("UNVERIFIED", "NOT_VERIFIED"));
    }

    [Fact]
    public async Task A_number_that_is_not_registered_sends_nothing()
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.PostAsync(Number + "/deregister", new { })).Status.ShouldBe(HttpStatusCode.OK);

        (await world.SendTemplateAsync("+16505551234")).ErrorCode.ShouldBe(133010);
        (await StatusAsync(world, Number)).ShouldBe(("DISCONNECTED", "VERIFIED"));
        await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "123456" });
        (await world.SendTemplateAsync("+16505551234")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_PIN_guards_the_number_from_the_first_registration_on()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync(Number, new { pin = "111111" });
        await world.PostAsync(Number + "/deregister", new { });

        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "222222" })).ErrorCode.ShouldBe(133005);
        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "11" })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "111111" })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.GetAsync(Number + "?fields=is_pin_enabled")).Json.GetProperty("is_pin_enabled").GetBoolean().ShouldBeTrue();
        (await world.Simulator.SettleAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();
        world.Hooks.SelectMany(hook => hook.Changes).Single(change => change.Text("field") == "security").GetProperty("value").Text("event").ShouldBe("PIN_CHANGED");
    }

    [Fact]
    public async Task Ten_registrations_in_three_days_are_enough()
    {
        await using var world = await SimulatedWorld.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "123456" })).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "123456" })).ErrorCode.ShouldBe(133016);
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(73), TestContext.Current.CancellationToken);
        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "123456" })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_a_number_has_become_outlives_a_restart()
    {
        var file = Path.Combine(Path.GetTempPath(), "kaiwa-registration-" + Path.GetRandomFileName() + ".db");
        string id;
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            id = (await world.PostAsync($"/v23.0/{SimulatedWorld.AccountId}/phone_numbers", new { cc = "1", phone_number = "6505551234", verified_name = "Lucky Shrub" })).Json.Text("id");
            await world.PostAsync(Number + "/deregister", new { });
        }

        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            (await StatusAsync(world, "/v23.0/" + id)).ShouldBe(("UNVERIFIED", "NOT_VERIFIED"));
            (await StatusAsync(world, Number)).ShouldBe(("DISCONNECTED", "VERIFIED"));
        }
    }

    private static async Task<(string Status, string Verification)> StatusAsync(SimulatedWorld world, string number)
    {
        var node = (await world.GetAsync(number + "?fields=status,code_verification_status")).Json;
        return (node.Text("status"), node.Text("code_verification_status"));
    }

    private static async Task<string> CodeAsync(SimulatedWorld world, string id) =>
        (await world.GetAsync("/numbers")).Json.EnumerateArray().Single(number => number.Text("phoneNumberId") == id).Text("code");
}
