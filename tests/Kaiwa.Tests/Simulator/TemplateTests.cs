using System.Net;
using System.Text.Json;
using Kaiwa.Simulator;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Simulator;

public sealed class TemplateTests
{
    private const string Ana = "+16505551234";
    private const string Templates = $"/v23.0/{SimulatedWorld.AccountId}/message_templates";
    private static readonly object[] Plain = [new { type = "BODY", text = "Your parcel is with the neighbours." }];

    [Fact]
    public async Task An_approved_template_is_edited_once_a_day_and_ten_times_a_month_and_reviewed_again()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = await IdAsync(world, "order_confirmed");

        for (var edit = 1; edit <= 10; edit++)
        {
            (await world.PostAsync($"/v23.0/{id}", new { components = Body($"Thank you, we have order number {edit} of yours.") })).Json.GetProperty("success").GetBoolean().ShouldBeTrue();
            (await world.SendTemplateAsync(Ana, "order_confirmed")).ErrorCode.ShouldBe(132001, "an edited template is pending");
            await world.PostAsync($"/templates/{id}", new { status = "APPROVED" });
            (await world.PostAsync($"/v23.0/{id}", new { components = Plain })).ErrorCode.ShouldBe(100, "one edit in 24 hours");
            await world.Simulator.AdvanceAsync(TimeSpan.FromHours(25));
        }

        (await world.PostAsync($"/v23.0/{id}", new { components = Plain })).ErrorCode.ShouldBe(100, "ten edits in 30 days");
        await world.Simulator.AdvanceAsync(TimeSpan.FromDays(30));
        (await world.PostAsync($"/v23.0/{id}", new { components = Plain })).Status.ShouldBe(HttpStatusCode.OK);
        await DecidedAsync(world, id, "APPROVED");
        (await world.SendTemplateAsync(Ana, "order_confirmed")).Status.ShouldBe(HttpStatusCode.OK);
        var told = (await ToldAsync(world, "message_template_components_update"))[0];
        told.Text("message_template_element").ShouldBe("Thank you, we have order number 1 of yours.");
        told.Text("message_template_name").ShouldBe("order_confirmed");
    }

    [Fact]
    public async Task The_category_stays_while_approved_and_a_rejected_template_is_mended_without_limit()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var approved = await IdAsync(world, "order_confirmed");
        var rejected = await IdAsync(world, "price_game");

        (await world.PostAsync($"/v23.0/{approved}", new { category = "MARKETING" })).ErrorCode.ShouldBe(100);
        (await world.PostAsync($"/v23.0/{rejected}", new { category = "UTILITY", components = Plain })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.PostAsync($"/v23.0/{rejected}", new { components = Plain })).ErrorCode.ShouldBe(100, "a pending template is not edited");
        var mended = await DecidedAsync(world, rejected, "APPROVED");

        mended.Text("category").ShouldBe("UTILITY");
        (await world.SendTemplateAsync(Ana, "price_game")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{{1}}, your tea is here today.", 2388299)]
    [InlineData("Your tea is here, {{1}}", 2388299)]
    [InlineData("Hi {{1}} and {{2}}, {{3}}!", 2388293)]
    [InlineData("Your {{1}} {{2}} is on its way to you.", 2388072)]
    [InlineData("Your {{1}} and your {{3}} are here today.", 2388072)]
    [InlineData("Your {{first_name}} is here today.", 2388072)]
    [InlineData("Your {{1} is here today.", 2388072)]
    [InlineData("", 2388072)]
    public async Task A_body_with_wrong_variables_is_refused(string text, int subcode)
    {
        await using var world = await SimulatedWorld.StartAsync();

        var error = (await CreateAsync(world, "wrong", Body(text))).Json.GetProperty("error");

        error.GetProperty("code").GetInt32().ShouldBe(100);
        error.GetProperty("error_subcode").GetInt32().ShouldBe(subcode);
        error.Text("error_user_msg").ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""[{"type":"HEADER","format":"TEXT","text":"1234567890123456789012345678901234567890123456789012345678901"},{"type":"BODY","text":"Tea."}]""", 2388040)]
    [InlineData("""[{"type":"HEADER","format":"TEXT","text":"{{1}} and {{2}}"},{"type":"BODY","text":"Tea."}]""", 2388047)]
    [InlineData("""[{"type":"BODY","text":"Tea."},{"type":"FOOTER","text":"For {{1}}"}]""", 2388073)]
    [InlineData("""[{"type":"FOOTER","text":"Tea"}]""", 2388072)]
    [InlineData("""[{"type":"BODY","text":"Tea."},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"12345678901234567890123456"}]}]""", 2388040)]
    [InlineData("""[{"type":"BODY","text":"Tea."},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"A"},{"type":"URL","text":"B","url":"https://x.example"},{"type":"QUICK_REPLY","text":"C"}]}]""", null)]
    [InlineData("""[{"type":"BODY","text":"Tea."},{"type":"BUTTONS","buttons":[{"type":"URL","text":"B","url":"https://x.example/{{1}}/tea"}]}]""", null)]
    [InlineData("""[{"type":"BODY","text":"Tea."},{"type":"BUTTONS","buttons":[{"type":"FLOW","text":"Book","flow_id":"42"}]}]""", null)]
    [InlineData("""[{"type":"BODY","text":"Tea."},{"type":"CAROUSEL","cards":[]}]""", null)]
    [InlineData("""[{"type":"BODY","text":"Tea."},{"type":"BODY","text":"Tea."}]""", null)]
    public async Task Components_out_of_form_are_refused(string components, int? subcode)
    {
        await using var world = await SimulatedWorld.StartAsync();

        var answer = await CreateAsync(world, "wrong", JsonElement.Parse(components));

        answer.ErrorCode.ShouldBe(100);
        (answer.Json.GetProperty("error").TryGetProperty("error_subcode", out var found) ? found.GetInt32() : (int?)null).ShouldBe(subcode);
    }

    [Fact]
    public async Task Review_rejects_what_has_no_sample_and_what_is_there_already_and_says_why()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var bare = (await CreateAsync(world, "bare", Body("Your tea {{1}} is on its way."))).Json.Text("id");
        var first = (await CreateAsync(world, "first", Plain)).Json.Text("id");
        await DecidedAsync(world, first, "APPROVED");
        var twin = (await CreateAsync(world, "twin", Plain)).Json.Text("id");

        (await DecidedAsync(world, bare, "REJECTED")).Text("rejected_reason").ShouldBe("INVALID_FORMAT");
        (await DecidedAsync(world, twin, "REJECTED")).Text("rejected_reason").ShouldBe("INVALID_FORMAT");

        // The webhook of a decision comes after the decision can be seen.
        var told = await Eventually.GetAsync(
            async () => (await ToldAsync(world, "message_template_status_update")).Where(value => value.Text("event") == "REJECTED").ToList() is { Count: 2 } both ? both : null, "both rejections are told");
        told.Select(value => value.GetProperty("rejection_info").Text("reason")).ShouldBe(["The body has no sample.", "Body and footer are those of first (en_US)."], ignoreOrder: true);
        told.ShouldAllBe(value => value.Text("reason") == "INVALID_FORMAT" && value.GetProperty("rejection_info").Text("recommendation").Length > 0);
    }

    [Fact]
    public async Task Marketing_that_calls_itself_utility_is_approved_as_marketing()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var created = (await CreateAsync(world, "autumn", Body("Everything is 20% off until Sunday, come and see."))).Json;

        created.Text("category").ShouldBe("MARKETING");
        var node = await DecidedAsync(world, created.Text("id"), "APPROVED");
        (node.Text("category"), node.Text("previous_category")).ShouldBe(("MARKETING", "UTILITY"));
        (await CreateAsync(world, "plain", Plain)).Json.Text("category").ShouldBe("UTILITY");
    }

    [Fact]
    public async Task A_one_time_code_has_Metas_words_and_its_own_time_to_live()
    {
        await using var world = await SimulatedWorld.StartAsync();
        object[] components =
        [
            new { type = "body", add_security_recommendation = true }, new { type = "footer", code_expiration_minutes = 5 },
            new { type = "buttons", buttons = new[] { new { type = "otp", otp_type = "copy_code", text = "Copy" } } },
        ];
        (await CreateAsync(world, "code", components, "AUTHENTICATION", ttl: 901)).ErrorCode.ShouldBe(100);

        var id = (await CreateAsync(world, "code", components, "AUTHENTICATION", ttl: 60)).Json.Text("id");

        await DecidedAsync(world, id, "APPROVED");
        var node = (await world.GetAsync($"/v23.0/{id}?fields=components,message_send_ttl_seconds")).Json;
        node.GetProperty("message_send_ttl_seconds").GetInt32().ShouldBe(60);
        node.GetProperty("components").EnumerateArray().Take(2).Select(part => part.Text("text")).ShouldBe(
            ["*{{1}}* is your verification code. For your security, do not share this code.", "This code expires in 5 minutes."]);
        (await world.SendTemplateAsync(Ana, "code",
        [
            new { type = "body", parameters = new[] { new { type = "text", text = "4711" } } },
            new { type = "button", sub_type = "url", index = "0", parameters = new[] { new { type = "text", text = "4711" } } },
        ])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_deleted_name_is_told_and_blocked_for_thirty_days()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var deleted = await world.Client.DeleteAsync($"{Templates}?name=spring_sale", TestContext.Current.CancellationToken);

        deleted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ToldAsync(world, "message_template_status_update")).Select(value => value.Text("event") + " " + value.Text("message_template_language") + " " + value.GetProperty("reason").ValueKind)
            .ShouldBe(["PENDING_DELETION en_US Null", "PENDING_DELETION ja Null"], ignoreOrder: true);
        (await CreateAsync(world, "spring_sale", Plain)).Json.GetProperty("error").GetProperty("error_subcode").GetInt32().ShouldBe(2388023);
        await world.Simulator.AdvanceAsync(TimeSpan.FromDays(31));
        (await CreateAsync(world, "spring_sale", Plain)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_language_and_many_ids_are_deleted_alone()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var english = await IdAsync(world, "order_update", "en_US");
        var others = new[] { await IdAsync(world, "winter_sale"), await IdAsync(world, "price_game") };

        using var mistaken = await world.Client.DeleteAsync($"{Templates}?name=spring_sale&hsm_id={english}", TestContext.Current.CancellationToken);
        using var one = await world.Client.DeleteAsync($"{Templates}?name=order_update&hsm_id={english}", TestContext.Current.CancellationToken);
        using var many = await world.Client.DeleteAsync($"{Templates}?hsm_ids=[\"{others[0]}\",{others[1]}]", TestContext.Current.CancellationToken);

        (mistaken.StatusCode, one.StatusCode, many.StatusCode).ShouldBe((HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK));
        var left = (await world.GetAsync($"{Templates}?limit=50")).Json.GetProperty("data").EnumerateArray().Select(t => t.Text("name") + "/" + t.Text("language")).ToList();
        left.ShouldContain("order_update/ja");
        left.ShouldNotContain("order_update/en_US");
        left.ShouldNotContain("winter_sale/en_US");
        left.ShouldNotContain("price_game/en_US");
    }

    [Theory]
    [InlineData("content=new teas", 0)]
    [InlineData("content=spring teas", 1)]
    [InlineData("name_or_content=order_up", 2)]
    [InlineData("quality_score=RED", 1)]
    [InlineData("status=PAUSED,REJECTED", 2)]
    [InlineData("source=AUTO_GENERATED", 0)]
    public async Task The_list_is_narrowed(string filter, int count)
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.GetAsync($"{Templates}?{filter}")).Json.GetProperty("data").GetArrayLength().ShouldBe(count);
    }

    [Fact]
    public async Task Pages_lead_back_as_they_lead_on()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var first = (await world.GetAsync($"{Templates}?limit=4&fields=name")).Json;
        var second = (await world.GetAsync(first.GetProperty("paging").Text("next"))).Json;

        first.GetProperty("paging").TryGetProperty("previous", out _).ShouldBeFalse();
        var back = (await world.GetAsync(second.GetProperty("paging").Text("previous"))).Json;

        back.GetProperty("data").GetRawText().ShouldBe(first.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task An_account_holds_250_templates_until_its_portfolio_is_verified()
    {
        await using var world = await SimulatedWorld.StartAsync(options =>
        {
            var account = new SeedBusinessAccount("201", "Tea");
            for (var i = 0; i < 249; i++)
            {
                account.Templates.Add(new SeedTemplate($"88{i:D6}", $"t{i}", "en_US", "UTILITY", """[{"type":"BODY","text":"Tea."}]"""));
            }

            options.Seed.Portfolios.Add(new SeedPortfolio("200", "Small") { BusinessAccounts = { account } });
        });

        (await world.PostAsync("/v23.0/201/message_templates", new { name = "more", language = "en_US", category = "UTILITY", components = Plain })).Json.GetProperty("error").GetProperty("error_subcode").GetInt32().ShouldBe(2388019);
    }

    [Fact]
    public async Task What_is_pending_is_decided_after_a_restart()
    {
        var file = Path.Combine(Path.GetTempPath(), "kaiwa-templates-" + Path.GetRandomFileName() + ".db");
        string id;
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            id = (await CreateAsync(world, "later", Plain)).Json.Text("id");
        }

        await using var again = await SimulatedWorld.StartAsync(file: file);
        await DecidedAsync(again, id, "APPROVED");
    }

    [Fact]
    public async Task A_template_opens_its_flow_on_the_phone_and_the_answers_come_back()
    {
        await using var world = await SimulatedWorld.StartAsync();
        object[] components =
        [
            new { type = "body", text = "Tell us how we did." },
            new { type = "BUTTONS", buttons = new[] { new { type = "FLOW", text = "Rate us", flow_action = "navigate", navigate_screen = "ONE", flow_json = """{"version":"5.0","screens":[{"id":"ONE","layout":{}},{"id":"TWO","terminal":true,"layout":{}}]}""" } } },
        ];
        var id = (await CreateAsync(world, "rating", components)).Json.Text("id");
        await DecidedAsync(world, id, "APPROVED");

        var sent = await world.SendTemplateAsync(Ana, "rating", [new { type = "button", sub_type = "flow", index = "0", parameters = new[] { new { type = "action", action = new { flow_token = "tok-9" } } } }]);

        sent.Status.ShouldBe(HttpStatusCode.OK);
        await world.StatusesAsync();
        var ct = TestContext.Current.CancellationToken;
        var phone = world.Simulator.Phone(Ana);
        (await phone.FlowAsync(new PhoneFlowStep { Action = "open" }, ct)).Screen.ShouldBe("ONE");
        await phone.FlowAsync(new PhoneFlowStep { Action = "complete", Data = JsonElement.Parse("""{"stars":"5"}""") }, ct);
        var answer = (await world.InboundAsync()).Single();
        answer.GetProperty("context").Text("id").ShouldBe(sent.MessageId);
        JsonElement.DeepEquals(JsonElement.Parse(answer.GetProperty("interactive").GetProperty("nfm_reply").Text("response_json")), JsonElement.Parse("""{"flow_token":"tok-9","stars":"5"}""")).ShouldBeTrue();
    }

    private static object[] Body(string text) => [new { type = "BODY", text }];

    private static Task<SimulatedWorld.Reply> CreateAsync(SimulatedWorld world, string name, object components, string category = "UTILITY", int ttl = 0) =>
        world.PostAsync(Templates, ttl == 0 ? new { name, language = "en_US", category, components } : new { name, language = "en_US", category, components, message_send_ttl_seconds = ttl });

    private static async Task<string> IdAsync(SimulatedWorld world, string name, string language = "en_US") =>
        (await world.GetAsync($"{Templates}?name={name}&language={language}")).Json.GetProperty("data")[0].Text("id");

    private static async Task<JsonElement> DecidedAsync(SimulatedWorld world, string id, string status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        JsonElement node;
        do
        {
            await Task.Delay(20, patience.Token);
            node = (await world.GetAsync($"/v23.0/{id}?fields=status,category,previous_category,rejected_reason")).Json;
        }
        while (node.Text("status") == "PENDING");
        node.Text("status").ShouldBe(status);
        return node;
    }

    private static async Task<IReadOnlyList<JsonElement>> ToldAsync(SimulatedWorld world, string field)
    {
        await world.StatusesAsync();
        return [.. world.Hooks.SelectMany(h => h.Changes).Where(c => c.Text("field") == field).Select(c => c.GetProperty("value"))];
    }
}
