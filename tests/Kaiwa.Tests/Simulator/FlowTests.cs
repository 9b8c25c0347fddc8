using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

public sealed class FlowTests
{
    private const string Ana = "+16505551234";
    private const string Flows = $"/v23.0/{SimulatedWorld.AccountId}/flows";
    private const string Keys = $"/v23.0/{SimulatedWorld.NumberId}/whatsapp_business_encryption";
    private const string Booking = """{"version":"7.3","data_api_version":"3.0","routing_model":{"DAY":["TIME"],"TIME":[]},"screens":[{"id":"DAY","title":"Day","layout":{}},{"id":"TIME","title":"Time","terminal":true,"refresh_on_back":true,"layout":{}}]}""";
    private const string Survey = """{"version":"7.3","screens":[{"id":"ONE","layout":{}},{"id":"TWO","terminal":true,"layout":{}}]}""";

    private static readonly RSA Pair = RSA.Create(2048);
    private static readonly string PublicKey = Pair.ExportSubjectPublicKeyInfoPem();

    [Fact]
    public async Task A_flow_lives_from_draft_to_deprecated()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var created = (await world.PostAsync(Flows, new { name = "survey", categories = new[] { "SURVEY" } })).Json;
        var id = created.Text("id");

        (await world.PostAsync($"/v23.0/{id}/publish", new { })).ErrorCode.ShouldBe(139002);
        (await UploadAsync(world, id, Survey)).Json.GetProperty("validation_errors").GetArrayLength().ShouldBe(0);
        (await world.PostAsync($"/v23.0/{id}/deprecate", new { })).ErrorCode.ShouldBe(139003);
        (await world.PostAsync($"/v23.0/{id}/publish", new { })).Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        (await DeleteAsync(world, id)).ErrorCode.ShouldBe(139004);
        var node = (await world.GetAsync($"/v23.0/{id}?fields=id,name,status,json_version,preview.invalidate(false)")).Json;
        node.Text("status").ShouldBe("PUBLISHED");
        node.Text("json_version").ShouldBe("7.3");
        node.GetProperty("preview").Text("preview_url").ShouldContain(id);
        (await world.PostAsync($"/v23.0/{id}/deprecate", new { })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.PostAsync($"/v23.0/{id}", new { name = "other" })).ErrorCode.ShouldBe(139001);

        await world.StatusesAsync();
        var changes = world.Hooks.SelectMany(h => h.Changes).Where(c => c.Text("field") == "flows").Select(c => c.GetProperty("value")).ToList();
        changes.Select(c => c.Text("old_status") + " > " + c.Text("new_status")).ShouldBe(["DRAFT > PUBLISHED", "PUBLISHED > DEPRECATED"], ignoreOrder: true);
        changes.ShouldAllBe(c => c.Text("event") == "FLOW_STATUS_CHANGE" && c.Text("flow_id") == id);
    }

    [Fact]
    public async Task Flows_are_listed_cloned_renamed_and_deleted()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var first = (await world.PostAsync(Flows, new { name = "survey", categories = new[] { "SURVEY" }, flow_json = Survey })).Json.Text("id");
        var clone = (await world.PostAsync(Flows, new { name = "survey 2", clone_flow_id = first })).Json.Text("id");

        (await world.PostAsync(Flows, new { name = "survey", categories = new[] { "OTHER" } })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Flows, new { name = "x", categories = new[] { "GAMES" } })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Flows, new { categories = new[] { "OTHER" } })).ErrorCode.ShouldBe(100);
        (await world.PostAsync($"/v23.0/{clone}", new { name = "opinions", categories = new[] { "OTHER", "CONTACT_US" } })).Status.ShouldBe(HttpStatusCode.OK);

        var listed = (await world.GetAsync(Flows)).Json.GetProperty("data").EnumerateArray().ToList();
        listed.Select(f => f.Text("name")).ShouldBe(["survey", "opinions"]);
        listed[1].GetProperty("categories").EnumerateArray().Select(c => c.GetString()).ShouldBe(["OTHER", "CONTACT_US"]);
        var asset = (await world.GetAsync($"/v23.0/{clone}/assets")).Json.GetProperty("data")[0];
        (await world.GetAsync(asset.Text("download_url"))).Json.Text("version").ShouldBe("7.3");

        (await DeleteAsync(world, first)).Status.ShouldBe(HttpStatusCode.OK);
        (await world.GetAsync(Flows)).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("{", "FLOW_JSON_ERROR")]
    [InlineData("[]", "JSON_SCHEMA_ERROR")]
    [InlineData("""{"version":"\ud800","screens":[{"id":"ONE"}]}""", "FLOW_JSON_ERROR")]
    [InlineData("""{"version":"7.3","version":"7.3","screens":[{"id":"ONE"}]}""", "FLOW_JSON_ERROR")]
    [InlineData("""{"screens":[{"id":"ONE"}]}""", "JSON_SCHEMA_ERROR")]
    [InlineData("""{"version":"7.3"}""", "JSON_SCHEMA_ERROR")]
    [InlineData("""{"version":"7.3","screens":[{"id":"ONE"},{"id":"ONE"}]}""", "JSON_SCHEMA_ERROR")]
    [InlineData("""{"version":"7.3","screens":[{"id":"SUCCESS"}]}""", "JSON_SCHEMA_ERROR")]
    [InlineData("""{"version":"7.3","data_api_version":"3.0","screens":[{"id":"ONE"}]}""", "JSON_SCHEMA_ERROR")]
    public async Task A_wrong_flow_JSON_is_taken_with_its_errors_and_not_published(string asset, string error)
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = (await world.PostAsync(Flows, new { name = "f", categories = new[] { "OTHER" } })).Json.Text("id");

        var found = (await UploadAsync(world, id, asset)).Json.GetProperty("validation_errors").EnumerateArray().Single();

        found.Text("error_type").ShouldBe(error);
        (await world.GetAsync($"/v23.0/{id}")).Json.GetProperty("validation_errors").GetArrayLength().ShouldBe(1);
        (await world.PostAsync($"/v23.0/{id}/publish", new { })).ErrorCode.ShouldBe(139002);
    }

    [Fact]
    public async Task A_frozen_version_and_a_missing_endpoint_are_not_published_and_an_edit_waits_for_its_publication()
    {
        await using var world = await SimulatedWorld.StartAsync();
        (await world.PostAsync(Flows, new { name = "old", categories = new[] { "OTHER" }, flow_json = Survey.Replace("7.3", "5.1", StringComparison.Ordinal), publish = true })).ErrorCode.ShouldBe(139002);
        (await world.PostAsync(Flows, new { name = "lost", categories = new[] { "OTHER" }, flow_json = Booking, publish = true })).ErrorCode.ShouldBe(139002);

        var id = (await world.PostAsync(Flows, new { name = "survey", categories = new[] { "OTHER" }, flow_json = Survey, publish = true })).Json.Text("id");
        (await world.PostAsync($"/v23.0/{id}/publish", new { })).ErrorCode.ShouldBe(139002);
        await UploadAsync(world, id, Survey.Replace("ONE", "START", StringComparison.Ordinal));
        (await OpenAsync(world, id)).Screen.ShouldBe("ONE");
        (await world.PostAsync($"/v23.0/{id}/publish", new { })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.Simulator.Phone(Ana).FlowAsync(new PhoneFlowStep { Action = "open" }, TestContext.Current.CancellationToken)).Screen.ShouldBe("START");
    }

    [Fact]
    public async Task A_key_is_kept_and_must_be_uploaded_again_after_a_new_registration()
    {
        await using var world = await SimulatedWorld.StartAsync();
        (await world.PostAsync(Keys, new { })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Keys, new { business_public_key = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----" })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Keys, new { business_public_key = Pair.ExportPkcs8PrivateKeyPem() })).ErrorCode.ShouldBe(100);

        (await world.PostAsync(Keys, new { business_public_key = PublicKey })).Status.ShouldBe(HttpStatusCode.OK);
        var held = (await world.GetAsync(Keys)).Json.GetProperty("data")[0];
        held.Text("business_public_key").ShouldBe(PublicKey);
        held.Text("business_public_key_signature_status").ShouldBe("VALID");

        await world.PostAsync($"/v23.0/{SimulatedWorld.NumberId}/deregister", new { });
        await world.PostAsync($"/v23.0/{SimulatedWorld.NumberId}/register", new { messaging_product = "whatsapp", pin = "123456" });
        (await world.GetAsync(Keys)).Json.GetProperty("data")[0].Text("business_public_key_signature_status").ShouldBe("MISMATCH");
    }

    [Fact]
    public async Task A_registration_that_failed_leaves_the_key_valid()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync($"/v23.0/{SimulatedWorld.NumberId}/register", new { messaging_product = "whatsapp", pin = "123456" });
        await world.PostAsync(Keys, new { business_public_key = PublicKey });

        (await world.PostAsync($"/v23.0/{SimulatedWorld.NumberId}/register", new { messaging_product = "whatsapp", pin = "654321" })).ErrorCode.ShouldBe(133005);

        (await world.GetAsync(Keys)).Json.GetProperty("data")[0].Text("business_public_key_signature_status").ShouldBe("VALID");
    }

    [Fact]
    public async Task A_form_submitted_twice_at_once_is_sent_once()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await using var business = await FlowBusiness.StartAsync(Pair);
        business.Answer = _ => (200, """{"screen":"DAY","data":{}}""");
        await OpenAsync(world, await BookingAsync(world, business.Address), action: "data_exchange");
        using var both = new Barrier(2);
        business.Answer = _ =>
        {
            both.SignalAndWait(TimeSpan.FromSeconds(5));
            return (200, """{"screen":"SUCCESS","data":{"extension_message_response":{"params":{"flow_token":"tok-7"}}}}""");
        };

        await Should.ThrowAsync<Exception>(() => Task.WhenAll(StepAsync(world, "submit"), StepAsync(world, "submit")));

        (await world.InboundAsync()).Count(m => m.Text("type") == "interactive").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"screen":"DAY","screen":"DAY","data":{}}""")]
    [InlineData("""{"screen":"\ud800","data":{}}""")]
    [InlineData("""{"screen":"DAY","data":{"error_message":"\ud800"}}""")]
    [InlineData("[]")]
    [InlineData("x")]
    public async Task An_answer_that_cannot_be_read_is_told_to_the_person(string plain)
    {
        await using var world = await SimulatedWorld.StartAsync();
        await using var business = await FlowBusiness.StartAsync(Pair);
        business.Answer = _ => (200, """{"screen":"DAY","data":{}}""");
        await OpenAsync(world, await BookingAsync(world, business.Address), action: "data_exchange");

        business.Answer = _ => (200, plain);

        (await StepAsync(world, "submit")).Error!.ShouldContain("cannot be read");
    }

    [Fact]
    public async Task A_flow_with_an_endpoint_asks_it_screen_by_screen_and_ends_as_a_reply()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await using var business = await FlowBusiness.StartAsync(Pair);
        business.Answer = request => request.Text("action") switch
        {
            "ping" => (200, """{"data":{"status":"active"}}"""),
            "INIT" => (200, """{"screen":"DAY","data":{"days":["2026-12-01"]}}"""),
            "BACK" => (200, """{"screen":"DAY","data":{"days":["2026-12-02"]}}"""),
            _ when request.Text("screen") == "DAY" && !request.GetProperty("data").TryGetProperty("day", out _) => (200, """{"screen":"DAY","data":{"error_message":"Choose a day."}}"""),
            _ when request.Text("screen") == "DAY" => (200, """{"screen":"TIME","data":{"times":["10:00"]}}"""),
            _ => (200, """{"screen":"SUCCESS","data":{"extension_message_response":{"params":{"flow_token":"tok-7","time":"10:00"}}}}"""),
        };
        var id = await BookingAsync(world, business.Address);
        (await world.PostAsync($"/flows/{id}/ping", new { })).Json.GetProperty("active").GetBoolean().ShouldBeTrue();

        var opened = await OpenAsync(world, id, action: "data_exchange");
        opened.Screen.ShouldBe("DAY");
        opened.Data!.Value.GetProperty("days")[0].GetString().ShouldBe("2026-12-01");
        (await StepAsync(world, "submit")).Error.ShouldBe("Choose a day.");
        (await StepAsync(world, "submit", new { day = "2026-12-01" })).Screen.ShouldBe("TIME");
        var back = await StepAsync(world, "back");
        back.Screen.ShouldBe("DAY");
        back.Data!.Value.GetProperty("days")[0].GetString().ShouldBe("2026-12-02");
        (await StepAsync(world, "submit", new { day = "2026-12-02" })).Screen.ShouldBe("TIME");
        var done = await StepAsync(world, "submit", new { time = "10:00" });

        var reply = (await world.InboundAsync()).Single(m => m.Text("type") == "interactive");
        reply.Text("id").ShouldBe(done.MessageId);
        var form = reply.GetProperty("interactive").GetProperty("nfm_reply");
        form.Text("name").ShouldBe("flow");
        JsonDocument.Parse(form.Text("response_json")).RootElement.Text("time").ShouldBe("10:00");
        business.Requests.Select(r => r.Text("action")).ShouldBe(["ping", "INIT", "data_exchange", "data_exchange", "BACK", "data_exchange", "data_exchange"]);
        business.Requests.Skip(1).ShouldAllBe(r => r.Text("flow_token") == "tok-7" && r.Text("version") == "3.0");
        business.Signatures.ShouldAllBe(s => s.Given == s.Expected);
    }

    [Fact]
    public async Task What_an_endpoint_does_wrong_is_shown_on_the_phone()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await using var business = await FlowBusiness.StartAsync(Pair);
        business.Answer = _ => (200, """{"screen":"DAY","data":{}}""");
        var id = await BookingAsync(world, business.Address);
        await OpenAsync(world, id, action: "data_exchange");

        business.Answer = _ => (421, "");
        (await StepAsync(world, "submit")).Error!.ShouldContain("421");
        business.Requests.Count.ShouldBe(3, "a phone encrypts anew, once, when it was not understood");
        business.Answer = _ => (432, "");
        (await StepAsync(world, "submit")).Error!.ShouldContain("signature");
        business.Answer = request => request.TryGetProperty("data", out var data) && data.TryGetProperty("error", out _) ? (200, """{"data":{"acknowledged":true}}""") : (200, """{"screen":"NOWHERE"}""");
        (await StepAsync(world, "submit")).Screen.ShouldBe("DAY");
        business.Requests.Last().GetProperty("data").Text("error_message").ShouldContain("NOWHERE");
        business.Answer = _ => (427, """{"error_msg":"This booking is over."}""");
        var closed = await StepAsync(world, "submit");
        closed.Error.ShouldBe("This booking is over.");
        closed.Screen.ShouldBeNull();
        await Should.ThrowAsync<Exception>(() => StepAsync(world, "submit"));
    }

    [Fact]
    public async Task A_flow_without_an_endpoint_is_filled_in_on_the_phone_alone()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = (await world.PostAsync(Flows, new { name = "survey", categories = new[] { "OTHER" }, flow_json = Survey, publish = true })).Json.Text("id");

        (await OpenAsync(world, id)).Screen.ShouldBe("ONE");
        (await world.PostAsync("/phones/16505551234/flow", new { action = "navigate", screen = "TWO" })).Json.Text("screen").ShouldBe("TWO");
        (await StepAsync(world, "back")).Screen.ShouldBe("ONE");
        await StepAsync(world, "complete", new { stars = "5" });

        var form = (await world.InboundAsync()).Single(m => m.Text("type") == "interactive").GetProperty("interactive").GetProperty("nfm_reply");
        var answers = JsonDocument.Parse(form.Text("response_json")).RootElement;
        answers.Text("flow_token").ShouldBe("tok-7");
        answers.Text("stars").ShouldBe("5");
    }

    [Fact]
    public async Task Only_the_accounts_own_published_flow_is_sent_and_a_draft_in_draft_mode()
    {
        await using var world = await SimulatedWorld.StartAsync(options =>
        {
            var account = new SeedBusinessAccount("201", "Other");
            account.Flows.Add(new SeedFlow("4711", "theirs", Survey));
            options.Seed.Portfolios.Add(new SeedPortfolio("200", "Other") { BusinessAccounts = { account } });
        });
        await world.Simulator.Phone(Ana).WriteAsync("hi");
        var id = (await world.PostAsync(Flows, new { name = "survey", categories = new[] { "OTHER" }, flow_json = Survey })).Json.Text("id");
        Task<SimulatedWorld.Reply> SendAsync(string flow, string mode) => world.SendAsync(new
        {
            messaging_product = "whatsapp",
            to = Ana,
            type = "interactive",
            interactive = new { type = "flow", body = new { text = "Book" }, action = new { name = "flow", parameters = new { flow_message_version = "3", flow_id = flow, flow_cta = "Book", mode } } },
        });

        (await SendAsync("1", "published")).ErrorCode.ShouldBe(131009);
        (await SendAsync("4711", "published")).ErrorCode.ShouldBe(131009);
        (await SendAsync(id, "published")).ErrorCode.ShouldBe(131009);
        (await SendAsync(id, "draft")).Status.ShouldBe(HttpStatusCode.OK);
        await world.PostAsync($"/v23.0/{id}/publish", new { });
        (await SendAsync(id, "published")).Status.ShouldBe(HttpStatusCode.OK);
        await world.PostAsync($"/v23.0/{id}/deprecate", new { });
        (await SendAsync(id, "draft")).ErrorCode.ShouldBe(131009);
    }

    private static async Task<string> BookingAsync(SimulatedWorld world, string endpoint)
    {
        await world.PostAsync(Keys, new { business_public_key = PublicKey });
        return (await world.PostAsync(Flows, new { name = "booking", categories = new[] { "APPOINTMENT_BOOKING" }, endpoint_uri = endpoint, flow_json = Booking, publish = true })).Json.Text("id");
    }

    private static async Task<PhoneFlow> OpenAsync(SimulatedWorld world, string flow, string action = "navigate")
    {
        await world.Simulator.Phone(Ana).WriteAsync("hi");
        (await world.SendAsync(new
        {
            messaging_product = "whatsapp",
            to = Ana,
            type = "interactive",
            interactive = new { type = "flow", body = new { text = "Book" }, action = new { name = "flow", parameters = new { flow_message_version = "3", flow_id = flow, flow_cta = "Book", flow_token = "tok-7", flow_action = action } } },
        })).Status.ShouldBe(HttpStatusCode.OK);
        await world.StatusesAsync();
        return await StepAsync(world, "open");
    }

    private static Task<PhoneFlow> StepAsync(SimulatedWorld world, string action, object? data = null) =>
        world.Simulator.Phone(Ana).FlowAsync(new PhoneFlowStep { Action = action, Data = data is null ? null : JsonSerializer.SerializeToElement(data) }, TestContext.Current.CancellationToken);

    private static async Task<SimulatedWorld.Reply> UploadAsync(SimulatedWorld world, string id, string asset)
    {
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(asset));
        file.Headers.ContentType = new("application/json");
        using var form = new MultipartFormDataContent { { file, "file", "flow.json" }, { new StringContent("flow.json"), "name" }, { new StringContent("FLOW_JSON"), "asset_type" } };
        using var response = await world.Client.PostAsync($"/v23.0/{id}/assets", form);
        return await SimulatedWorld.Reply.ReadAsync(response);
    }

    private static async Task<SimulatedWorld.Reply> DeleteAsync(SimulatedWorld world, string id)
    {
        using var response = await world.Client.DeleteAsync($"/v23.0/{id}");
        return await SimulatedWorld.Reply.ReadAsync(response);
    }
}
