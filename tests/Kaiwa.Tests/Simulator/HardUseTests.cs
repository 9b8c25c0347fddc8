using System.Net;
using System.Text;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

/// <summary>What happens when programs are careless, quick or many.</summary>
public sealed class HardUseTests
{
    private const string Number = "/v23.0/" + SimulatedWorld.NumberId;
    private const string Account = "/v23.0/" + SimulatedWorld.AccountId;
    private const string Uploads = "/v23.0/670843887433847/uploads";

    private static readonly object[] Body = [new { type = "BODY", text = "Hello" }];

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhats")]
    public async Task A_form_that_cannot_be_read_is_refused(string type, string text)
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await world.Client.PostAsync(Number + "/media", content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SimulatedWorld.Reply.ReadAsync(answer)).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task A_file_as_large_as_Meta_takes_is_uploaded_in_one_part()
    {
        const int Length = 40 << 20;
        await using var world = await SimulatedWorld.StartAsync();
        var id = (await world.PostAsync(Uploads, new { file_length = Length, file_type = "video/mp4" })).Json.Text("id");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v23.0/" + id) { Content = new ByteArrayContent(new byte[Length]) };
        request.Headers.Add("file_offset", "0");

        using var answer = await world.Client.SendAsync(request, TestContext.Current.CancellationToken);

        (await SimulatedWorld.Reply.ReadAsync(answer)).Json.Text("h").ShouldStartWith("4::");
    }

    [Fact]
    public async Task A_text_that_begins_with_a_bracket_is_a_text()
    {
        await using var world = await SimulatedWorld.StartAsync();

        using var answer = await world.Client.PostAsync(Number + "/message_qrdls?prefilled_message=%5BOffer%5D%20Tea%20please", null, TestContext.Current.CancellationToken);

        (await SimulatedWorld.Reply.ReadAsync(answer)).Json.Text("prefilled_message").ShouldBe("[Offer] Tea please");
    }

    [Fact]
    public async Task Ten_blocks_at_the_same_time_pause_a_template_once()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var people = Enumerable.Range(0, 12).Select(i => $"+1650555{1000 + i}").ToList();
        foreach (var person in people)
        {
            await world.SendTemplateAsync(person);
        }

        await world.StatusesAsync();
        await Task.WhenAll(people.Select(person => world.Simulator.Phone(person).SetAsync(new HandsetSettings { Blocks = true })));

        (await TemplateAsync(world, "hello_world")).Text("status").ShouldBe("PAUSED");
        (await ToldAsync(world, "message_template_status_update")).Select(told => told.GetProperty("other_info").Text("title")).ShouldBe(["FIRST_PAUSE"]);
    }

    [Fact]
    public async Task A_pause_ends_in_its_time_though_the_rating_changed_meanwhile()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = (await TemplateAsync(world, "hello_world")).Text("id");
        await world.PostAsync($"/templates/{id}", new { quality = "RED" });
        await world.PostAsync($"/templates/{id}", new { quality = "YELLOW" });
        (await world.SendTemplateAsync("+16505550001")).ErrorCode.ShouldBe(132015);

        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(3.1), TestContext.Current.CancellationToken);

        (await world.SendTemplateAsync("+16505550001")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_limit_that_stays_as_it_is_is_no_news()
    {
        await using var world = await SimulatedWorld.StartAsync();

        await world.PostAsync("/numbers/" + SimulatedWorld.NumberId, new { limit = "TIER_100K" });

        (await ToldAsync(world, "phone_number_quality_update")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Templates_made_at_the_same_time_have_an_id_each()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => world.PostAsync(Account + "/message_templates", new { name = $"pending_{i}", language = "en", category = "UTILITY", components = Body })));

        made.Select(reply => reply.Json.Text("id")).ShouldBeUnique();
        (await world.GetAsync(Account + "/message_templates?limit=100&name=pending_")).Json.GetProperty("data").GetArrayLength().ShouldBe(20);
    }

    [Fact]
    public async Task A_template_deleted_during_its_review_stays_deleted()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            await world.PostAsync(Account + "/message_templates", new { name = "first", language = "en", category = "UTILITY", components = Body });
            (await world.Client.DeleteAsync(Account + "/message_templates?name=first", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
            await world.PostAsync(Account + "/message_templates", new { name = "second", language = "en", category = "UTILITY", components = Body });
            async Task<List<string>> ApprovedAsync() => (await ToldAsync(world, "message_template_status_update")).Where(told => told.Text("event") == "APPROVED").Select(told => told.Text("message_template_name")).ToList();
            await UntilAsync(async () => (await ApprovedAsync()).Contains("second"));

            (await ApprovedAsync()).ShouldBe(["second"]);
        }

        await using var again = await SimulatedWorld.StartAsync(file: file);
        (await again.GetAsync(Account + "/message_templates?name=first")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("first\n", "en")]
    [InlineData("first", "en\",\"event\":\"x")]
    public async Task A_template_whose_name_or_language_is_none_is_refused(string name, string language)
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.PostAsync(Account + "/message_templates", new { name, language, category = "UTILITY", components = Body })).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task An_account_that_the_app_left_tells_it_nothing_also_after_a_restart()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            (await world.Client.DeleteAsync(Account + "/subscribed_apps", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
            await world.PostAsync("/notices", new { field = "account_update", value = new { @event = "VERIFIED_ACCOUNT" } });
            (await ToldAsync(world, "account_update")).ShouldBeEmpty();
        }

        await using var again = await SimulatedWorld.StartAsync(file: file);
        (await again.GetAsync(Account + "/subscribed_apps")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
        await again.SendTemplateAsync("+16505551234");
        (await again.StatusesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ftp://example.com/hook")]
    [InlineData("/hook")]
    [InlineData("mailto:a@example.com")]
    public async Task A_webhook_address_that_is_not_of_the_web_is_refused(string address)
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.PostAsync("/v23.0/670843887433847/subscriptions", new { callback_url = address, verify_token = "x" })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Account + "/subscribed_apps", new { override_callback_uri = address, verify_token = "x" })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Number, new { webhook_configuration = new { override_callback_uri = address, verify_token = "x" } })).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task JSON_with_line_breaks_arrives_as_JSON()
    {
        await using var world = await SimulatedWorld.StartAsync();

        foreach (var (path, text) in new[]
        {
            ("/notices", "{\r\n\t\"field\": \"account_update\",\n  \"value\": {\n    \"event\": \"VERIFIED_ACCOUNT\"\n  }\n}"),
            ("/phones/16505551234/messages", "{\n  \"raw\": {\n    \"type\": \"text\",\n    \"text\": {\n      \"body\": \"one\\ntwo\"\n    }\n  }\n}"),
        })
        {
            using var content = new StringContent(text, Encoding.UTF8, "application/json");
            (await world.Client.PostAsync(path, content, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        }

        (await ToldAsync(world, "account_update")).ShouldHaveSingleItem().Text("event").ShouldBe("VERIFIED_ACCOUNT");
        (await world.InboundAsync()).ShouldHaveSingleItem().GetProperty("text").Text("body").ShouldBe("one\ntwo");
    }

    [Theory]
    [InlineData("""{"raw":{}}""")]
    [InlineData("""{"contacts":{"a":1}}""")]
    [InlineData("""{"order":[]}""")]
    public async Task A_message_in_no_shape_is_not_written(string message)
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var content = new StringContent(message, Encoding.UTF8, "application/json");

        using var answer = await world.Client.PostAsync("/phones/16505551234/messages", content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"advance":"99999999:00:00"}""")]
    [InlineData("""{"advance":"1:00:1e300"}""")]
    [InlineData("""{"now":"9999-12-31T23:59:59Z"}""")]
    public async Task The_clock_does_not_leave_the_calendar(string wish)
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var content = new StringContent(wish, Encoding.UTF8, "application/json");

        using var answer = await world.Client.PostAsync("/clock", content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.GetAsync("/clock")).Json.Text("offset").ShouldBe("00:00:00");
    }

    [Theory]
    [InlineData("/ledger?since=99999999999999999")]
    [InlineData("/ledger?number=99999999999999999999")]
    public async Task A_question_beyond_all_numbers_is_refused(string path)
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.GetAsync(path)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Whom_to_block_is_said_by_objects_and_which_link_to_delete_by_its_code()
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.PostAsync(Number + "/block_users", new { messaging_product = "whatsapp", block_users = new[] { "+16505551234" } })).ErrorCode.ShouldBe(100);
        using var deleted = await world.Client.DeleteAsync(Number + "/message_qrdls", TestContext.Current.CancellationToken);
        (await SimulatedWorld.Reply.ReadAsync(deleted)).ErrorCode.ShouldBe(100);
    }

    [Fact]
    public async Task A_number_added_ten_times_at_once_is_added_once()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var wish = new { cc = "1", phone_number = "6505550000", verified_name = "Tea" };

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.PostAsync(Account + "/phone_numbers", wish)));

        replies.Count(reply => reply.Status == HttpStatusCode.OK).ShouldBe(1);
        (await world.GetAsync(Account + "/phone_numbers")).Json.GetProperty("data").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_product_put_ten_times_at_once_is_one_product()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = (await world.PostAsync("/v23.0/506914307656634/owned_product_catalogs", new { name = "Tea" })).Json.Text("id");
        var batch = new { item_type = "PRODUCT_ITEM", requests = new[] { new { method = "CREATE", data = new { id = "sencha", title = "Sencha", price = "9.99 USD" } } } };

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.PostAsync($"/v23.0/{id}/items_batch", batch)));

        (await world.GetAsync($"/v23.0/{id}/products")).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_price_without_a_currency_and_a_filter_that_is_none_do_no_harm()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = (await world.PostAsync("/v23.0/506914307656634/owned_product_catalogs", new { name = "Tea" })).Json.Text("id");
        await world.PostAsync(Account + "/product_catalogs", new { catalog_id = id });
        await world.PostAsync($"/v23.0/{id}/items_batch", new { item_type = "PRODUCT_ITEM", requests = new[] { new { method = "CREATE", data = new { id = "sencha", price = 9.99 } } } });
        await world.PostAsync("/phones/16505551234/messages", new { text = "Tea?" });
        await world.SendAsync(new { messaging_product = "whatsapp", to = "+16505551234", type = "interactive", interactive = new { type = "product", body = new { text = "Look" }, action = new { catalog_id = id, product_retailer_id = "sencha" } } });
        await world.StatusesAsync();

        (await world.PostAsync("/phones/16505551234/messages", new { cart = new[] { new { product = "sencha", price = 3, currency = "EUR" } } })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.PostAsync($"/v23.0/{id}/product_sets", new { name = "Odd", filter = new[] { "sencha" } })).ErrorCode.ShouldBe(100);
        var set = (await world.PostAsync($"/v23.0/{id}/product_sets", new { name = "Odd", filter = new { retailer_id = 5 } })).Json.Text("id");
        (await world.GetAsync($"/v23.0/{set}/products")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<System.Text.Json.JsonElement> TemplateAsync(SimulatedWorld world, string name) =>
        (await world.GetAsync(Account + "/message_templates?name=" + name)).Json.GetProperty("data")[0];

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> ToldAsync(SimulatedWorld world, string field)
    {
        await world.StatusesAsync();
        return [.. world.Hooks.SelectMany(h => h.Changes).Where(c => c.Text("field") == field).Select(c => c.GetProperty("value"))];
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
