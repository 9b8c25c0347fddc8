using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Simulator;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Simulator;

/// <summary>The client that a shop runs itself, driven by plain HTTP as its program drives it, and moved away from.</summary>
public sealed class OnPremisesTests
{
    private const string Ana = "6281200000001";
    private const string Number = "/v23.0/" + SimulatedWorld.NumberId;
    private const string Hello = """{"to":"6281200000001","type":"template","template":{"namespace":"ns","name":"hello_world","language":{"policy":"deterministic","code":"en_US"}}}""";

    [Fact]
    public async Task A_number_moves_to_the_shops_own_client_and_with_its_backup_back_to_the_Cloud()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var shop = await ClientAsync(world);
        (await shop.PostAsync("messages", Hello)).ShouldBeRefused(HttpStatusCode.ServiceUnavailable, 1011);

        var asked = await shop.PostAsync("account", """{"cc":"1","phone_number":"5550100199","method":"SMS","cert":"AAAA"}""");
        (asked.Status, asked.Json["account"]![0]!["vname"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Accepted, "Hinode Tea"));
        (await shop.PostAsync("account/verify", """{"code":"12"}""")).ShouldBeRefused(HttpStatusCode.BadRequest, 1009);
        (await world.SendTemplateAsync("+" + Ana)).Status.ShouldBe(HttpStatusCode.OK, "until the code comes back the number is on the Cloud");
        await RegisterAsync(world, shop);

        (await world.SendTemplateAsync("+" + Ana)).ErrorCode.ShouldBe(133010);
        (await world.GetAsync(Number + "?fields=platform_type,status")).Json.GetProperty("platform_type").GetString().ShouldBe("ON_PREMISE");
        (await shop.PostAsync("messages", Hello)).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.PostAsync("settings/account/two-step", """{"pin":"482913"}""")).Status.ShouldBe(HttpStatusCode.OK);
        var data = (await shop.PostAsync("settings/backup", """{"password":"p1"}""")).Json["settings"]!["data"]!.GetValue<string>();

        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "482913" })).ErrorCode.ShouldBe(133006);
        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "482913", backup = new { data, password = "p2" } })).ErrorCode.ShouldBe(100);
        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "111111", backup = new { data, password = "p1" } })).ErrorCode.ShouldBe(133005);
        (await shop.GetAsync("health")).Json["health"]!["gateway_status"]!.GetValue<string>().ShouldBe("connected");
        (await world.PostAsync(Number + "/register", new { messaging_product = "whatsapp", pin = "482913", backup = new { data, password = "p1" } })).Status.ShouldBe(HttpStatusCode.OK);

        (await shop.PostAsync("messages", Hello)).ShouldBeRefused(HttpStatusCode.ServiceUnavailable, 1011);
        (await shop.GetAsync("health")).Json["health"]!["gateway_status"]!.GetValue<string>().ShouldBe("unregistered");
        (await world.SendTemplateAsync("+" + Ana)).Status.ShouldBe(HttpStatusCode.OK);
        (await world.GetAsync(Number + "?fields=platform_type")).Json.GetProperty("platform_type").GetString().ShouldBe("CLOUD_API");
        (await world.LedgerAsync()).Accepted.ShouldBe(3, "one ledger for both");
    }

    [Fact]
    public async Task The_program_is_told_flat_and_unsigned_and_answers_by_the_ids_it_was_given()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var shop = await ClientAsync(world);
        await RegisterAsync(world, shop);
        var ana = world.Simulator.Phone(Ana);
        var written = await ana.WriteAsync("Is it in stock?"); // waits for an address
        await ListenAsync(world, shop, """{"webhooks":{"message":{"read":false}},"sent_status":true}""");

        var question = (await ToldAsync(world, "messages", 1))[0];
        var sent = await shop.PostAsync("messages", $$$"""{"to":"{{{Ana}}}","preview_url":true,"context":{"message_id":"{{{question["id"]}}}"},"text":{"body":"Yes https://shop.example"}}""");
        (await shop.PutAsync("messages/" + question["id"], """{"status":"read"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.PutAsync("messages/" + sent.Json["messages"]![0]!["id"], """{"status":"read"}""")).ShouldBeRefused(HttpStatusCode.NotFound, 1006);
        var statuses = await ToldAsync(world, "statuses", 2);
        (await world.Simulator.SettleAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();

        (question["from"]!.GetValue<string>(), question["type"]!.GetValue<string>(), question["text"]!["body"]!.GetValue<string>()).ShouldBe((Ana, "text", "Is it in stock?"));
        question["id"]!.GetValue<string>().ShouldMatch("^ABEG[A-Za-z0-9_-]{24}$");
        (sent.Status, sent.Json["contacts"]![0]!["wa_id"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, Ana));
        statuses.ShouldAllBe(status => status["id"]!.GetValue<string>() == sent.Json["messages"]![0]!["id"]!.GetValue<string>() && status["recipient_id"]!.GetValue<string>() == Ana);
        statuses.Select(status => status["status"]!.GetValue<string>()).ShouldBe(["sent", "delivered"], ignoreOrder: true);
        world.Hooks.ShouldAllBe(hook => hook.Signature.Length == 0);
        var thread = (await ana.ThreadAsync()).Messages;
        (thread[0].State, thread[1].Text, thread[1].ReplyTo).ShouldBe(("read", "Yes https://shop.example", written));
    }

    [Fact]
    public async Task A_callback_is_posted_until_it_is_answered_with_200_each_time_one_step_later()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var shop = await ClientAsync(world);
        await RegisterAsync(world, shop);
        await ListenAsync(world, shop, """{"callback_backoff_delay_ms":"150","max_callback_backoff_delay_ms":300}""");
        var times = new List<DateTimeOffset>();
        var answers = new[] { 500, 202, 404, 200 };
        world.Answer = _ =>
        {
            times.Add(TimeProvider.System.GetUtcNow());
            return answers[Math.Min(times.Count, answers.Length) - 1];
        };

        await world.Simulator.Phone(Ana).WriteAsync("once");
        (await world.Simulator.SettleAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeTrue();

        times.Count.ShouldBe(4);
        times.Zip(times.Skip(1)).Select(pair => (pair.Second - pair.First).TotalMilliseconds).Zip([150d, 300, 300]).ShouldAllBe(pause => pause.First >= pause.Second - 20);
        (await world.LedgerAsync()).InboundAcknowledged.ShouldBe(1);
    }

    [Fact]
    public async Task Files_templates_and_buttons_of_old_are_shown_and_customers_files_are_fetched_by_their_ids()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var shop = await ClientAsync(world);
        await RegisterAsync(world, shop);
        await ListenAsync(world, shop, """{"media":{"auto_download":["image"]}}""");
        var ana = world.Simulator.Phone(Ana);
        await ana.SendAsync(new PhoneMessage { Media = new PhoneMedia { Kind = "image" } });
        await ana.SendAsync(new PhoneMessage { Media = new PhoneMedia { Kind = "audio", Voice = true } });
        var told = await ToldAsync(world, "messages", 2);
        byte[] pdf = [.. "%PDF tea"u8];

        var id = (await shop.UploadAsync(pdf, "application/pdf")).Json["media"]![0]!["id"]!.GetValue<string>();
        foreach (var body in (string[])[
            $$$"""{"to":"{{{Ana}}}","type":"document","document":{"id":"{{{id}}}","filename":"a.pdf"}}""",
            $$$"""{"to":"+62 812 0000 0001","type":"hsm","hsm":{"namespace":"ns","element_name":"order_confirmed","language":{"policy":"fallback","code":"en_US"},"localizable_params":[{"default":"Ana"},{"default":"#7"}]}}""",
            $$$$"""{"to":"{{{{Ana}}}}","type":"interactive","interactive":{"type":"button","body":{"text":"Keep it?"},"action":{"buttons":[{"type":"reply","reply":{"id":"y","title":"Yes"}}]}}}"""])
        {
            (await shop.PostAsync("messages", body)).Status.ShouldBe(HttpStatusCode.Created, body);
        }

        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var shown = (await ana.ThreadAsync()).Messages.Where(message => !message.FromPhone).ToList();
        (shown[0].Header, shown[1].Text, shown[2].Buttons.Single().Label).ShouldBe(("a.pdf", "Thank you, Ana. We have your order #7 and will write again when it ships.", "Yes"));
        (await shop.BytesAsync("media/" + id)).ShouldBe(pdf);
        var image = told.Single(message => message["type"]!.GetValue<string>() == "image")["image"]!;
        var voice = told.Single(message => message["type"]!.GetValue<string>() == "voice")["voice"]!;
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await shop.BytesAsync("media/" + image["id"]))).ShouldBe(image["sha256"]!.GetValue<string>());
        (voice["id"], voice["status"]!.GetValue<string>()).ShouldBe((null, "undownloaded"));
    }

    [Theory]
    [InlineData("""{"type":"text","text":{"body":"x"}}""", 400, 1008)]
    [InlineData("""{"to":"12","text":{"body":"x"}}""", 404, 1006)]
    [InlineData("""{"to":"6281200000001","type":"group","text":{"body":"x"}}""", 400, 1009)]
    [InlineData("""{"to":"6281200000001","type":"image","image":{"id":"4711"}}""", 404, 1006)]
    [InlineData("""{"to":"6281200000001","type":"template","template":{"name":"hello_world","language":{"code":"en_US"}}}""", 400, 1008)]
    [InlineData("""{"to":"6281200000001","type":"template","template":{"namespace":"ns","name":"not_there","language":{"code":"en_US"}}}""", 400, 2001)]
    [InlineData("""{"to":"6281200000001","type":"template","template":{"namespace":"ns","name":"winter_sale","language":{"code":"en_US"}}}""", 400, 2061)]
    [InlineData("""{"to":""", 400, 1025)]
    public async Task What_is_wrong_with_a_send_is_said_in_the_old_words(string body, int status, int code)
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var shop = await ClientAsync(world);
        await RegisterAsync(world, shop);

        (await shop.PostAsync("messages", body)).ShouldBeRefused((HttpStatusCode)status, code);
    }

    [Fact]
    public async Task Users_profile_and_settings_are_kept_over_a_restart_and_a_failure_has_the_old_code()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            using var shop = await ClientAsync(world);
            await RegisterAsync(world, shop);
            (await shop.PostAsync("users", """{"username":"shop1","password":"Shop-Pass-1"}""")).Status.ShouldBe(HttpStatusCode.Created);
            (await shop.PostAsync("settings/business/profile", """{"vertical":"Restaurant"}""")).Status.ShouldBe(HttpStatusCode.OK);
            (await shop.PatchAsync("settings/profile/about", """{"text":"Tea and more"}""")).Status.ShouldBe(HttpStatusCode.OK);
            (await world.GetAsync(Number + "/whatsapp_business_profile?fields=vertical,about")).Json.GetProperty("data")[0].GetProperty("vertical").GetString().ShouldBe("RESTAURANT");
        }

        await using var later = await SimulatedWorld.StartAsync(file: file);
        using var user = new Program(later);
        (await user.LogInAsync("shop1", "Shop-Pass-1")).Status.ShouldBe(HttpStatusCode.OK);
        (await user.GetAsync("settings/application")).ShouldBeRefused(HttpStatusCode.Forbidden, 1005);
        using var admin = new Program(later);
        await admin.LogInAsync("admin", Program.Password);
        await ListenAsync(later, admin, "{}");
        var sent = (await user.PostAsync("messages", """{"to":"6281200000009","text":{"body":"outside the window"}}""")).Json["messages"]![0]!["id"]!.GetValue<string>();
        var status = (await ToldAsync(later, "statuses", 1))[0];

        (status["id"]!.GetValue<string>(), status["errors"]![0]!["code"]!.GetValue<int>(), status["errors"]![0]!["title"]!.GetValue<string>()).ShouldBe((sent, 470, "Re-engagement message"));
        (await admin.GetAsync("settings/profile/about")).Json["settings"]!["profile"]!["about"]!["text"]!.GetValue<string>().ShouldBe("Tea and more");
        (await user.PostAsync("users/logout", "")).Status.ShouldBe(HttpStatusCode.OK);
        (await user.PostAsync("contacts", """{"contacts":["+1 555 123 0000"]}""")).ShouldBeRefused(HttpStatusCode.Unauthorized, 1005);
    }

    /// <summary>A client fresh out of the box, its admin logged in.</summary>
    private static async Task<Program> ClientAsync(SimulatedWorld world)
    {
        var program = new Program(world);
        (await program.LogInAsync("admin", "secret")).ShouldBeRefused(HttpStatusCode.Forbidden, 1024);
        var login = await program.LogInAsync("admin", "secret", $$"""{"new_password":"{{Program.Password}}"}""");
        login.Status.ShouldBe(HttpStatusCode.OK);
        DateTimeOffset.TryParseExact(login.Json["users"]![0]!["expires_after"]!.GetValue<string>(), "yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _).ShouldBeTrue();
        return program;
    }

    private static async Task RegisterAsync(SimulatedWorld world, Program shop)
    {
        (await shop.PostAsync("account", """{"cc":"1","phone_number":"555-010-0199","method":"voice","cert":"AAAA"}""")).Status.ShouldBe(HttpStatusCode.Accepted);
        var code = (await world.GetAsync("/numbers")).Json[0].GetProperty("code").GetString();
        (await shop.PostAsync("account/verify", $$"""{"code":"{{code}}"}""")).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.PostAsync("account", "{}")).Status.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task ListenAsync(SimulatedWorld world, Program shop, string more)
    {
        (await shop.PatchAsync("settings/application", more)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.PatchAsync("settings/application", new JsonObject { ["webhooks"] = new JsonObject { ["url"] = world.Simulator.WebhookUrl!.ToString() } }.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<List<JsonNode>> ToldAsync(SimulatedWorld world, string what, int count) => Eventually.GetAsync(
        () => Task.FromResult(world.Hooks.Select(hook => JsonNode.Parse(hook.Body)![what]?[0]).OfType<JsonNode>().ToList() is { } all && all.Count >= count ? all : null), $"{count} {what} at the program");

    private sealed class Program(SimulatedWorld world) : IDisposable
    {
        public const string Password = "Tea-House-77";
        private readonly HttpClient http = new() { BaseAddress = new Uri(world.Client.BaseAddress!, $"/onprem/{SimulatedWorld.NumberId}/v1/") };

        public async Task<Answer> LogInAsync(string user, string password, string? body = null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
            var answer = await PostAsync("users/login", body ?? "");
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.Json["users"]?[0]?["token"]?.GetValue<string>() ?? "none");
            return answer;
        }

        public Task<Answer> GetAsync(string path) => CallAsync(HttpMethod.Get, path, null);

        public Task<Answer> PostAsync(string path, string json) => CallAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

        public Task<Answer> PutAsync(string path, string json) => CallAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"));

        public Task<Answer> PatchAsync(string path, string json) => CallAsync(HttpMethod.Patch, path, new StringContent(json, Encoding.UTF8, "application/json"));

        public Task<Answer> UploadAsync(byte[] bytes, string type)
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            return CallAsync(HttpMethod.Post, "media", content);
        }

        public Task<byte[]> BytesAsync(string path) => http.GetByteArrayAsync(path);

        public void Dispose() => http.Dispose();

        private async Task<Answer> CallAsync(HttpMethod method, string path, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await http.SendAsync(request);
            return new Answer(response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
        }
    }

    private sealed record Answer(HttpStatusCode Status, JsonNode Json)
    {
        public void ShouldBeRefused(HttpStatusCode status, int code) => (Status, Json["errors"]?[0]?["code"]?.GetValue<int>()).ShouldBe((status, code), Json.ToJsonString());
    }
}
