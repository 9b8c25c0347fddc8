using System.Net;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Gateway;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>Programs written for 360dialog: a key instead of a login, and configs of their own.</summary>
public sealed class Dialog360Tests
{
    [Theory, Engines]
    public async Task A_program_with_a_key_sends_sets_its_webhook_and_pages_through_templates(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = At(world, shop, shop.Key);
        await world.Phone("6281200000001").WriteAsync(shop, "Hello");

        (await program.TextAsync("6281200000001", "hello")).Status.ShouldBe(HttpStatusCode.Created);
        var set = await program.PostAsync("v1/configs/webhook", """{"url":"https://shop.example/wa","headers":{"Authorization":"Basic abc"}}""");
        set.Json!["headers"]!["Authorization"]!.GetValue<string>().ShouldBe("Basic abc");
        (await program.GetAsync("v1/configs/webhook")).Json!["url"]!.GetValue<string>().ShouldBe("https://shop.example/wa");
        var callbacks = ApplicationSettings.Callbacks(await world.Services.GetRequiredService<SettingsStore>().ReadAsync(shop.Number, CancellationToken.None));
        callbacks.Headers["authorization"].ShouldBe("Basic abc");

        var page = (await program.GetAsync("v1/configs/templates?limit=2&offset=1")).Json!;
        (page["count"]!.GetValue<int>(), page["limit"]!.GetValue<int>(), page["offset"]!.GetValue<int>()).ShouldBe((2, 2, 1));
        page["total"]!.GetValue<int>().ShouldBeGreaterThan(4);
        page["waba_templates"]![0]!["status"]!.GetValue<string>().ShouldBe(page["waba_templates"]![0]!["status"]!.GetValue<string>().ToLowerInvariant());
    }

    [Theory, Engines]
    public async Task A_program_of_the_second_api_downloads_media_from_Metas_address_with_the_apis_own_in_its_place(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = AtCloud(world, shop, shop.Key);
        using var wrong = AtCloud(world, shop, "wrong");
        byte[] jpeg = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        using var form = new MultipartFormDataContent { { new StringContent("whatsapp"), "messaging_product" }, { new StringContent("image/jpeg"), "type" } };
        using var file = new ByteArrayContent(jpeg);
        file.Headers.ContentType = new("image/jpeg");
        form.Add(file, "file", "box.jpg");

        using var uploaded = await program.Http.PostAsync("media", form);
        var id = JsonNode.Parse(await uploaded.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        var address = (await program.GetAsync(id)).Json!["url"]!.GetValue<string>();
        var own = address.Replace("https://lookaside.fbsbx.com", program.Http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);
        var sent = await program.PostAsync("messages", """{"messaging_product":"whatsapp","to":"6281200000001","type":"template","template":{"name":"hello_world","language":{"code":"en_US"}}}""");

        address.ShouldStartWith("https://lookaside.fbsbx.com/whatsapp_business/attachments/?");
        (await program.Http.GetByteArrayAsync(own)).ShouldBe(jpeg);
        (await wrong.Http.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await program.GetAsync("whatsapp_business/attachments/?mid=1")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (sent.Status, sent.MessageId!.StartsWith("wamid.", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true), sent.Words);
    }

    [Fact]
    public async Task A_wrong_key_and_a_blocked_path_are_refused_as_the_platform_did()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = At(world, shop, shop.Key);
        using var wrong = At(world, shop, "wrong");

        var refused = await wrong.TextAsync("6281200000001", "hello");
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        (refused.Json!["meta"]!["httpCode"]!.GetValue<int>(), refused.Json["meta"]!["developer_message"]!.GetValue<string>()).ShouldBe((404, "Invalid api_key or token expired"));
        var blocked = await program.GetAsync("v1/settings/application");
        blocked.Status.ShouldBe(HttpStatusCode.Forbidden);
        blocked.Json!["meta"]!["success"]!.GetValue<bool>().ShouldBeFalse();
        (await program.PostAsync("v1/users", "{}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, Engines]
    public async Task A_program_of_the_second_api_is_told_in_the_Clouds_shape_with_its_own_headers(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");
        var shop = await world.OpenShopAsync();
        await using var receiver = new Receiver();
        await receiver.StartAsync();
        using var first = At(world, shop, shop.Key);
        using var program = AtCloud(world, shop, shop.Key);
        var address = new Uri(receiver.Address, "/hook").ToString();
        await first.PostAsync("v1/configs/webhook", new JsonObject { ["url"] = address }.ToJsonString()); // before it moved to the second API

        var set = await program.PostAsync("v1/configs/webhook", new JsonObject { ["url"] = address, ["headers"] = new JsonObject { ["Authorization"] = "Basic abc" } }.ToJsonString());
        var wamid = await world.Phone("6281200000001").WriteAsync(shop, "Hello");
        await receiver.TextsAsync(1);
        var read = await program.PostAsync("messages", new JsonObject { ["messaging_product"] = "whatsapp", ["status"] = "read", ["message_id"] = wamid, ["typing_indicator"] = new JsonObject { ["type"] = "text" } }.ToJsonString());

        (set.Status, set.Json!["url"]!.GetValue<string>()).ShouldBe((HttpStatusCode.OK, address), set.Words);
        var told = receiver.Taken.ShouldHaveSingleItem();
        (told.Message!["id"]!.GetValue<string>(), told.Text, told.Change!["value"]!["metadata"]!["phone_number_id"]!.GetValue<string>()).ShouldBe((wamid, "Hello", shop.Number.MetaId));
        (told.Headers["Authorization"], told.Headers.ContainsKey("X-Hub-Signature-256")).ShouldBe(("Basic abc", false));
        (read.Status, read.Json!["success"]!.GetValue<bool>()).ShouldBe((HttpStatusCode.OK, true), read.Words);
    }

    [Fact]
    public async Task A_program_of_the_second_api_asks_for_its_health_and_templates_and_finds_nothing_of_the_first()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = AtCloud(world, shop, shop.Key);
        using var wrong = AtCloud(world, shop, "wrong");

        var health = await program.GetAsync("health_status");
        var templates = await program.GetAsync("v1/configs/templates?limit=1");

        health.Json!["health_status"]!["can_send_message"]!.GetValue<string>().ShouldBe("AVAILABLE", health.Words);
        templates.Json!["waba_templates"]!.AsArray().Count.ShouldBe(1);
        foreach (var path in (string[])["health_status", "v1/configs/webhook", "v1/configs/templates"])
        {
            (await wrong.GetAsync(path)).Status.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        (await program.PostAsync("v1/messages", """{"to":"6281200000001","type":"text","text":{"body":"x"}}""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static OldProgram AtCloud(World world, Shop shop, string key) => At(world, $"/360-v2/{shop.Number.MetaId}/", key);

    private static OldProgram At(World world, Shop shop, string key) => At(world, $"/360/{shop.Number.MetaId}/", key);

    private static OldProgram At(World world, string path, string key)
    {
        var program = OldProgram.At(world, path);
        program.Http.DefaultRequestHeaders.Add("D360-Api-Key", key);
        return program;
    }
}
