using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Gateway;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>What happens at WhatsApp is told to the program at the address that it set, in the shape that it knows.</summary>
public sealed class CallbackTests
{
    private const string Ana = "6281200000001";
    private const string Hello = """{"to":"6281200000001","type":"template","template":{"name":"hello_world","language":{"code":"en_US"}}}""";

    [Theory, Engines]
    public async Task A_message_and_the_statuses_of_the_answer_come_flat_unsigned_and_under_the_ids_that_the_program_knows(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);

        await world.Phone(Ana).WriteAsync(shop, "Is it in stock? 🙂");
        var question = (await MessagesAsync(receiver, 1))[0];
        (await program.PutAsync("v1/messages/" + question["id"], """{"status":"read"}""")).Status.ShouldBe(HttpStatusCode.OK);
        var sent = (await program.TextAsync(question["from"]!.GetValue<string>(), "Yes")).MessageId!;
        var statuses = await StatusesAsync(receiver, 2);

        (question["from"]!.GetValue<string>(), question["type"]!.GetValue<string>(), question["text"]!["body"]!.GetValue<string>()).ShouldBe((Ana, "text", "Is it in stock? 🙂"));
        receiver.Taken[0].Body["contacts"]![0]!["wa_id"]!.GetValue<string>().ShouldBe(Ana);
        receiver.Taken[0].Body["object"].ShouldBeNull();
        receiver.Taken.ShouldAllBe(delivery => !delivery.Headers.ContainsKey("X-Hub-Signature-256") && delivery.Event.Length == 0);
        statuses.ShouldAllBe(status => status["id"]!.GetValue<string>() == sent && status["recipient_id"]!.GetValue<string>() == Ana);
        statuses.Select(status => status["status"]!.GetValue<string>()).ShouldBe(["delivered", "read"], ignoreOrder: true);
        receiver.Taken.ShouldAllBe(delivery => !delivery.Body.ToJsonString().Contains("opaque", StringComparison.Ordinal));
    }

    [Theory, Engines]
    public async Task Sent_is_told_when_switched_on_and_delivered_and_read_not_when_switched_off(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver, """{"sent_status":true,"pass_through":true,"webhooks":{"message":{"delivered":false,"read":"false"}}}""");

        await program.MessageAsync(Hello);
        await StatusesAsync(receiver, 1);
        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(10));
        await world.Phone(Ana).WriteAsync(shop, "the last");
        await MessagesAsync(receiver, 1);

        receiver.Taken.Select(delivery => delivery.Body["statuses"]?[0]?["status"]?.GetValue<string>()).ShouldBe(["sent", null]);
        (await program.GetAsync("v1/settings/application")).Json!["settings"]!["application"]!["pass_through"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory, Engines]
    public async Task A_callback_is_tried_again_after_3_6_and_9_seconds_until_it_is_answered_with_200_and_a_restart_loses_nothing(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        var answers = new[] { 500, 404, 302, 202, 200 };
        receiver.Answer = _ => answers[Math.Min(receiver.Tried.Count, answers.Length) - 1];
        var notBefore = world.Clock.GetUtcNow();
        await world.Phone(Ana).WriteAsync(shop, "once");

        await TriedAsync(receiver, 1);
        foreach (var (tries, seconds) in new[] { (1, 3), (2, 6), (3, 9), (4, 12) })
        {
            var due = await DueAsync(world, shop, tries);
            due.AddSeconds(-seconds).ShouldBeInRange(notBefore.AddMilliseconds(-1), world.Clock.GetUtcNow());
            notBefore = due;
            await world.AdvanceAsync(due - world.Clock.GetUtcNow());
            await TriedAsync(receiver, tries + 1);
            if (tries == 2)
            {
                await DueAsync(world, shop, tries + 1); // the answer is noted: a stop before it would rightly tell once more
                await world.RestartKaiwaAsync();
            }
        }

        await MessagesAsync(receiver, 1);
        receiver.Taken.Count.ShouldBe(1);
        receiver.Taken[0].Body["messages"]![0]!["text"]!["body"]!.GetValue<string>().ShouldBe("once");
        receiver.Tried.Count.ShouldBe(5);
    }

    [Theory, Engines]
    public async Task An_event_that_Meta_sends_twice_is_one_callback(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        world.Simulator.SetFaults(new FaultPlan { Duplicate = new DuplicateFault { Times = 3 } });
        var ana = world.Phone(Ana);

        await ana.WriteAsync(shop, "once");
        await program.TextAsync(Ana, "Yes");
        await StatusesAsync(receiver, 2);
        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(10));
        await ana.WriteAsync(shop, "the last");
        await MessagesAsync(receiver, 2);

        receiver.Taken.Count(delivery => delivery.Body["messages"] is not null).ShouldBe(2);
        receiver.Taken.Select(delivery => delivery.Body["statuses"]?[0]?["status"]?.GetValue<string>()).OfType<string>().ShouldBe(["delivered", "read"], ignoreOrder: true);
    }

    [Theory, Engines]
    public async Task A_picture_can_be_fetched_by_the_id_in_its_callback_with_the_token_and_with_the_360dialog_key(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        byte[] jpeg = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        await world.Phone(Ana).Simulated.SendAsync(new PhoneMessage { To = shop.Number.MetaId, Media = new PhoneMedia { Kind = "image", Base64 = Convert.ToBase64String(jpeg), MimeType = "image/jpeg" } });

        var image = (await MessagesAsync(receiver, 1))[0]["image"]!;
        using var other = OldProgram.At(world, $"/360/{shop.Number.MetaId}/");
        other.Http.DefaultRequestHeaders.Add("D360-API-KEY", shop.Key);

        image["sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(jpeg)));
        image["url"].ShouldBeNull();
        foreach (var answer in new[] { await program.GetAsync("v1/media/" + image["id"]), await other.GetAsync("v1/media/" + image["id"]) })
        {
            (answer.Status, answer.Type).ShouldBe((HttpStatusCode.OK, "image/jpeg"), answer.Words);
            answer.Bytes.ShouldBe(jpeg);
        }
    }

    [Theory, Engines]
    public async Task A_customer_who_hides_the_number_is_told_by_user_id_and_answered_by_it(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        var ana = world.Phone(Ana);
        await ana.Simulated.SetAsync(new HandsetSettings { HidesNumber = true, Username = "ana.s" });

        await ana.WriteAsync(shop, "Guess who");
        var from = (await MessagesAsync(receiver, 1))[0]["from"]!.GetValue<string>();
        var check = (await program.PostAsync("v1/contacts", new JsonObject { ["blocking"] = "wait", ["contacts"] = new JsonArray(from) }.ToJsonString())).Json!["contacts"]![0]!;
        var answer = await program.TextAsync(from, "No idea");

        from.ShouldBe(ana.Simulated.UserId);
        receiver.Taken[0].Body["contacts"]![0]!["wa_id"]!.GetValue<string>().ShouldBe(from);
        (check["status"]!.GetValue<string>(), check["wa_id"]!.GetValue<string>()).ShouldBe(("valid", from));
        (answer.Status, answer.Json!["contacts"]![0]!["wa_id"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, from), answer.Words);
        (await StatusesAsync(receiver, 2)).ShouldAllBe(status => status["id"]!.GetValue<string>() == answer.MessageId && status["recipient_id"]!.GetValue<string>() == from);
        (await ana.ReceivedAsync(1)).ShouldHaveSingleItem().ShouldContain("No idea");
    }

    [Theory, Engines]
    public async Task A_failure_is_told_with_the_old_code(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        await world.Phone(Ana).Simulated.SetAsync(new HandsetSettings { OnWhatsApp = false });

        var sent = (await program.MessageAsync(Hello)).MessageId!;
        var status = (await StatusesAsync(receiver, 1))[0];

        (status["id"]!.GetValue<string>(), status["status"]!.GetValue<string>(), status["errors"]![0]!["code"]!.GetValue<int>()).ShouldBe((sent, "failed", 1026));
        status["errors"]![0]!["title"]!.GetValue<string>().ShouldBe("Receiver incapable");
        status["errors"]![0]!["error_data"].ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_send_in_doubt_of_which_Meta_never_speaks_is_told_as_failed(Engine engine)
    {
        await using var world = await StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        world.Simulator.SetFaults(new FaultPlan { CutBeforeAccept = 1 });

        var answer = await program.MessageAsync(Hello);
        await world.AdvanceAsync(TimeSpan.FromDays(2));
        var status = (await StatusesAsync(receiver, 1))[0];

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Words);
        (status["id"]!.GetValue<string>(), status["status"]!.GetValue<string>(), status["recipient_id"]!.GetValue<string>()).ShouldBe((answer.MessageId!, "failed", Ana));
        status["errors"]![0]!["code"]!.GetValueKind().ShouldBe(JsonValueKind.Number);
    }

    [Theory, Engines]
    public async Task The_headers_that_360dialogs_customers_set_come_with_every_callback(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = OldProgram.At(world, $"/360/{shop.Number.MetaId}/");
        program.Http.DefaultRequestHeaders.Add("D360-API-KEY", shop.Key);
        var address = new Uri(receiver.Address, "/hook").ToString();

        (await program.PostAsync("v1/configs/webhook", new JsonObject { ["url"] = address, ["headers"] = new JsonObject { ["Host"] = "elsewhere.example" } }.ToJsonString())).Status.ShouldBe(HttpStatusCode.BadRequest);
        var set = await program.PostAsync("v1/configs/webhook", new JsonObject { ["url"] = address, ["headers"] = new JsonObject { ["Authorization"] = "Basic abc", ["X-Shop"] = "77" } }.ToJsonString());
        await world.Phone(Ana).WriteAsync(shop, "Hello");
        await MessagesAsync(receiver, 1);

        set.Status.ShouldBe(HttpStatusCode.OK, set.Words);
        (receiver.Taken[0].Headers["Authorization"], receiver.Taken[0].Headers["X-Shop"]).ShouldBe(("Basic abc", "77"));
    }

    [Theory, Engines]
    public async Task Callbacks_wait_while_no_address_is_set_and_the_shop_sees_but_does_not_change_them(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        (await program.DeleteAsync("v1/settings/application")).Status.ShouldBe(HttpStatusCode.OK);
        await world.Phone(Ana).WriteAsync(shop, "while it was reset");
        using var shops = world.Program(shop.Key);

        var seen = JsonNode.Parse(await shops.GetStringAsync("/api/v1/webhooks"))![0]!;
        using var renamed = await shops.PatchAsJsonAsync($"/api/v1/webhooks/{seen["id"]}", new { address = "https://elsewhere.example" });
        using var deleted = await shops.DeleteAsync($"/api/v1/webhooks/{seen["id"]}");
        using var made = await shops.PostAsJsonAsync("/api/v1/webhooks", new { name = "x", address = "https://elsewhere.example", shape = "onPremises" });
        receiver.Tried.ShouldBeEmpty();
        await SetAsync(program, receiver);
        await MessagesAsync(receiver, 1);

        (seen["enabled"]!.GetValue<bool>(), seen["numberId"]!.GetValue<string>()).ShouldBe((false, shop.NumberId.ToString()));
        new[] { renamed, deleted, made }.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Conflict);
        receiver.Taken[0].Body["messages"]![0]!["text"]!["body"]!.GetValue<string>().ShouldBe("while it was reset");
    }

    [Theory, Engines]
    public async Task The_end_of_a_garbage_collection_is_told(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);

        (await program.PutAsync("v1/services/media/gc", "")).Json!["services"]!["media"]!["gc"]!["status"]!.GetValue<string>().ShouldBe("processing");

        (await ItemsAsync(receiver, "services", 1))[0]["media"]!["gc"]!.ToJsonString().ShouldBe("""{"items_deleted":0,"status":"complete"}""");
    }

    [Fact]
    public async Task An_address_inside_the_operators_network_is_refused()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        foreach (var url in new[] { "http://shop.example/wa", "https://127.0.0.1/wa", "https://localhost/wa", "https://10.0.0.8/wa", "https://[::1]/wa", "https://169.254.169.254/wa", "https://u:p@shop.example/wa" })
        {
            var answer = await program.PatchAsync("v1/settings/application", new JsonObject { ["webhooks"] = new JsonObject { ["url"] = url } }.ToJsonString());
            (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, 1009), url);
        }
    }

    [Fact]
    public async Task A_receiver_with_a_certificate_of_its_own_is_trusted_once_the_program_has_uploaded_it()
    {
        await using var world = await StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var certificate = OwnAuthority.New();
        await using var receiver = new Receiver { Certificate = certificate };
        await receiver.StartAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await SetAsync(program, receiver);
        await world.Phone(Ana).WriteAsync(shop, "Hello");
        using var shops = world.Program(shop.Key);
        await Eventually.TrueAsync(async () => JsonNode.Parse(await shops.GetStringAsync("/api/v1/webhooks"))![0]!["failingSince"] is not null, "the certificate to be refused");

        (await program.PostAsync("v1/certificates/webhooks/ca", certificate.ExportCertificatePem())).Status.ShouldBe(HttpStatusCode.OK);
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        (await MessagesAsync(receiver, 1))[0]["text"]!["body"]!.GetValue<string>().ShouldBe("Hello");
    }

    [Fact]
    public async Task A_receiver_whose_certificate_leads_to_the_uploaded_one_by_another_is_trusted()
    {
        await using var world = await StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        var (root, between, leaf) = OwnAuthority.NewChain();
        await using var receiver = new Receiver { Certificate = leaf, Between = [between] };
        await receiver.StartAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        (await program.PostAsync("v1/certificates/webhooks/ca", root.ExportCertificatePem())).Status.ShouldBe(HttpStatusCode.OK);
        await SetAsync(program, receiver);

        await world.Phone(Ana).WriteAsync(shop, "Hello");

        (await MessagesAsync(receiver, 1))[0]["text"]!["body"]!.GetValue<string>().ShouldBe("Hello");
    }

    private static Task<World> StartAsync(Engine engine, Action<Dictionary<string, string?>>? configure = null) => World.StartAsync(engine, settings =>
    {
        settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true";
        configure?.Invoke(settings);
    });

    private static async Task<Receiver> ListenAsync()
    {
        var receiver = new Receiver();
        await receiver.StartAsync();
        return receiver;
    }

    private static async Task SetAsync(OldProgram program, Receiver receiver, string more = "{}")
    {
        (await program.PatchAsync("v1/settings/application", new JsonObject { ["webhooks"] = new JsonObject { ["url"] = new Uri(receiver.Address, "/hook").ToString() } }.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        (await program.PatchAsync("v1/settings/application", more)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<List<JsonNode>> MessagesAsync(Receiver receiver, int count) => ItemsAsync(receiver, "messages", count);

    private static Task<List<JsonNode>> StatusesAsync(Receiver receiver, int count) => ItemsAsync(receiver, "statuses", count);

    private static Task<List<JsonNode>> ItemsAsync(Receiver receiver, string name, int count) => Eventually.GetAsync(
        () => Task.FromResult(receiver.Taken.Select(delivery => delivery.Body[name]?[0]).OfType<JsonNode>().ToList() is { } all && all.Count >= count ? all : null), $"{count} {name} at the program");

    private static Task TriedAsync(Receiver receiver, int count) => Eventually.TrueAsync(() => Task.FromResult(receiver.Tried.Count >= count), $"try {count}");

    /// <summary>When the one callback that waits is tried again, after that many tries.</summary>
    private static async Task<DateTimeOffset> DueAsync(World world, Shop shop, int tries)
    {
        using var shops = world.Program(shop.Key);
        return (await Eventually.GetAsync(
            async () => JsonNode.Parse(await shops.GetStringAsync($"/api/v1/webhooks/{shop.NumberId}/deliveries"))!["items"] is JsonArray { Count: 1 } items && items[0]!["attempts"]!.GetValue<int>() == tries ? items[0] : null,
            $"the callback to wait after try {tries}"))["dueAt"]!.GetValue<DateTimeOffset>();
    }
}
