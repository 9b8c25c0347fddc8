using System.Net;
using System.Text;
using System.Text.Json;

namespace Kaiwa.Tests.Simulator;

public sealed class NumberEdgesTests
{
    private const string Number = "/v23.0/" + SimulatedWorld.NumberId;
    private const string Account = "/v23.0/" + SimulatedWorld.AccountId;
    private const string App = "/v23.0/670843887433847";

    [Fact]
    public async Task A_blocked_person_s_messages_do_not_arrive_and_sends_to_them_are_refused()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync("/phones/16505551234/messages", new { text = "You again" });

        var answer = await BlockAsync(world, HttpMethod.Post, "+16505551234");
        await world.PostAsync("/phones/16505551234/messages", new { text = "Do you hear me?" });

        answer.Json.GetProperty("block_users").GetProperty("added_users")[0].Text("wa_id").ShouldBe("16505551234");
        (await world.SendTemplateAsync("+16505551234")).ErrorCode.ShouldBe(130403);
        (await world.InboundAsync()).Single().GetProperty("text").Text("body").ShouldBe("You again");
        (await world.GetAsync(Number + "/block_users")).Json.GetProperty("data")[0].Text("wa_id").ShouldBe("16505551234");

        (await BlockAsync(world, HttpMethod.Delete, "+16505551234")).Json.GetProperty("block_users").GetProperty("removed_users").GetArrayLength().ShouldBe(1);
        (await world.SendTemplateAsync("+16505551234")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Somebody_who_has_not_written_cannot_be_blocked()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var answer = await BlockAsync(world, HttpMethod.Post, "+16505551234");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe(139100);
        answer.Json.GetProperty("block_users").GetProperty("failed_users")[0].Text("input").ShouldBe("+16505551234");
    }

    [Fact]
    public async Task The_profile_shows_what_was_set_and_only_the_fields_asked_for()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync(Number + "/whatsapp_business_profile", new { messaging_product = "whatsapp", about = "Tea since 1901", address = "Uji", websites = new[] { "https://tea.example" }, vertical = "GROCERY" });

        var profile = (await world.GetAsync(Number + "/whatsapp_business_profile?fields=about,websites")).Json.GetProperty("data")[0];

        profile.Text("about").ShouldBe("Tea since 1901");
        profile.GetProperty("websites")[0].GetString().ShouldBe("https://tea.example");
        profile.TryGetProperty("address", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"messaging_product":"whatsapp","about":""}""")]
    [InlineData("""{"messaging_product":"whatsapp","vertical":"TEA"}""")]
    [InlineData("""{"messaging_product":"whatsapp","email":"nobody"}""")]
    [InlineData("""{"messaging_product":"whatsapp","websites":["ftp://tea.example"]}""")]
    [InlineData("""{"messaging_product":"whatsapp","profile_picture_handle":"4::unknown"}""")]
    [InlineData("""{"about":"No product"}""")]
    [InlineData("""{"messaging_product":""")]
    public async Task A_profile_beyond_Meta_s_limits_is_refused(string body)
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await world.Client.PostAsync(Number + "/whatsapp_business_profile", content, TestContext.Current.CancellationToken);

        (await SimulatedWorld.Reply.ReadAsync(response)).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task A_file_uploaded_in_two_parts_gives_a_handle_for_the_profile_picture()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var session = (await world.PostAsync(App + "/uploads?file_name=a.jpg&file_length=5&file_type=image/jpeg", new { })).Json.Text("id");

        (await UploadAsync(world, session, 0, "abc")).Json.GetProperty("file_offset").GetInt32().ShouldBe(3);
        (await world.GetAsync("/v23.0/" + session)).Json.GetProperty("file_offset").GetInt32().ShouldBe(3);
        (await UploadAsync(world, session, 0, "de")).ErrorCode.ShouldBe(100);
        var handle = (await UploadAsync(world, session, 3, "de")).Json.Text("h");

        (await world.PostAsync(Number + "/whatsapp_business_profile", new { messaging_product = "whatsapp", profile_picture_handle = handle })).Status.ShouldBe(HttpStatusCode.OK);
        var address = (await world.GetAsync(Number + "/whatsapp_business_profile?fields=profile_picture_url")).Json.GetProperty("data")[0].Text("profile_picture_url");
        using var anybody = new HttpClient();
        (await anybody.GetStringAsync(address)).ShouldBe("abcde");
    }

    [Fact]
    public async Task Short_links_are_made_listed_changed_and_deleted()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var made = (await world.PostAsync(Number + "/message_qrdls", new { prefilled_message = "Tea?", generate_qr_image = "SVG" })).Json;
        var code = made.Text("code");
        made.TryGetProperty("qr_image_url", out _).ShouldBeTrue();

        await world.PostAsync(Number + "/message_qrdls", new { code, prefilled_message = "Green tea?" });

        var listed = (await world.GetAsync(Number + "/message_qrdls")).Json.GetProperty("data");
        listed.EnumerateArray().Single().Text("prefilled_message").ShouldBe("Green tea?");
        listed[0].Text("deep_link_url").ShouldBe("https://wa.me/message/" + code);
        using var gone = await world.Client.DeleteAsync($"{Number}/message_qrdls/{code}", TestContext.Current.CancellationToken);
        gone.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.GetAsync($"{Number}/message_qrdls/{code}")).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task Settings_prompts_commerce_badge_and_compliance_are_kept()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync(Number + "/settings", new { storage_configuration = new { status = "IN_COUNTRY_STORAGE_ENABLED", data_localization_region = "JP" } });
        await world.PostAsync(Number + "/conversational_automation", new { prompts = new[] { "Plan a trip" }, commands = new[] { new { command_name = "generate", command_description = "Make an image" } } });
        await world.PostAsync(Number + "/whatsapp_commerce_settings?is_catalog_visible=true", new { });
        await world.PostAsync(Number + "/official_business_account", new { business_website_url = "https://tea.example" });
        await world.PostAsync(Number + "/business_compliance_info", new { messaging_product = "whatsapp", entity_name = "Tea", entity_type = "PARTNERSHIP" });

        (await world.GetAsync(Number + "/settings")).Json.GetProperty("storage_configuration").Text("data_localization_region").ShouldBe("JP");
        (await world.GetAsync(Number + "?fields=conversational_automation")).Json.GetProperty("conversational_automation").GetProperty("prompts")[0].GetString().ShouldBe("Plan a trip");
        var commerce = (await world.GetAsync(Number + "/whatsapp_commerce_settings")).Json.GetProperty("data")[0];
        commerce.GetProperty("is_catalog_visible").GetBoolean().ShouldBeTrue();
        commerce.GetProperty("is_cart_enabled").GetBoolean().ShouldBeTrue();
        (await world.GetAsync(Number + "/official_business_account")).Json.Text("oba_status").ShouldBe("PENDING");
        (await world.GetAsync(Number + "/business_compliance_info")).Json.GetProperty("data")[0].Text("entity_name").ShouldBe("Tea");
        (await world.PostAsync(Number + "/settings", new { storage_configuration = new { status = "IN_COUNTRY_STORAGE_ENABLED", data_localization_region = "XX" } })).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task A_number_s_own_webhook_address_wins_over_the_app_s_and_is_greeted_first()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await using var other = await SimulatedWorld.StartAsync();
        var address = other.Simulator.WebhookUrl!.AbsoluteUri;

        (await world.PostAsync(Number, new { webhook_configuration = new { override_callback_uri = address, verify_token = "wrong" } })).ErrorCode.ShouldBe(2200);
        (await world.PostAsync(Number, new { webhook_configuration = new { override_callback_uri = address, verify_token = "verify-me" } })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.GetAsync(Number + "?fields=webhook_configuration")).Json.GetProperty("webhook_configuration").Text("phone_number").ShouldBe(address);
        await world.SendTemplateAsync("+16505551234");
        await world.StatusesAsync();
        other.Hooks.SelectMany(hook => hook.Statuses).Count().ShouldBe(3);
        world.Hooks.ShouldBeEmpty();

        await world.PostAsync(Number, new { webhook_configuration = new { override_callback_uri = "" } });
        await world.SendTemplateAsync("+16505551234");
        (await world.StatusesAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Analytics_count_what_the_ledger_holds()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.SendTemplateAsync("+16505551234");
        await world.SendTemplateAsync("+15550102611"); // sent, never delivered
        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var now = world.Simulator.Clock.GetUtcNow();
        var span = $"start({now.AddDays(-1).ToUnixTimeSeconds()}).end({now.AddDays(1).ToUnixTimeSeconds()})";

        var analytics = (await world.GetAsync($"{Account}?fields=name,analytics.{span}.granularity(DAY).phone_numbers([\"1\",\"2\"])")).Json;
        var pricing = (await world.GetAsync($"{Account}?fields=pricing_analytics.{span}.granularity(DAILY)")).Json;

        var points = analytics.GetProperty("analytics").GetProperty("data_points").EnumerateArray().ToList();
        points.Sum(point => point.GetProperty("sent").GetInt32()).ShouldBe(2);
        points.Sum(point => point.GetProperty("delivered").GetInt32()).ShouldBe(1);
        analytics.Text("name").ShouldBe("Hinode Tea");
        var point = pricing.GetProperty("pricing_analytics").GetProperty("data")[0].GetProperty("data_points").EnumerateArray().Single();
        (point.Text("pricing_category"), point.Text("pricing_type"), point.GetProperty("volume").GetInt32()).ShouldBe(("UTILITY", "REGULAR", 1));
    }

    [Fact]
    public async Task Template_analytics_need_the_consent_of_the_account()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.SendTemplateAsync("+16505551234");
        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var id = (await world.GetAsync(Account + "/message_templates?name=hello_world")).Json.GetProperty("data")[0].Text("id");
        var now = world.Simulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        var path = $"{Account}/template_analytics?start={now - 86400}&end={now + 86400}&granularity=DAILY&metric_types=SENT,READ&template_ids=[{id}]";
        (await world.GetAsync(path)).ErrorCode.ShouldBe(200005);

        await world.PostAsync(Account + "?is_enabled_for_insights=true", new { });

        var point = (await world.GetAsync(path)).Json.GetProperty("data")[0].GetProperty("data_points")[0];
        (point.Text("template_id"), point.GetProperty("sent").GetInt32(), point.GetProperty("read").GetInt32()).ShouldBe((id, 1, 1));
    }

    private static async Task<SimulatedWorld.Reply> BlockAsync(SimulatedWorld world, HttpMethod method, string user)
    {
        using var request = new HttpRequestMessage(method, Number + "/block_users")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { messaging_product = "whatsapp", block_users = new[] { new { user } } }), Encoding.UTF8, "application/json"),
        };
        using var response = await world.Client.SendAsync(request);
        return await SimulatedWorld.Reply.ReadAsync(response);
    }

    private static async Task<SimulatedWorld.Reply> UploadAsync(SimulatedWorld world, string session, int offset, string bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v23.0/" + session) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(bytes)) };
        request.Headers.Add("file_offset", offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await world.Client.SendAsync(request);
        return await SimulatedWorld.Reply.ReadAsync(response);
    }
}
