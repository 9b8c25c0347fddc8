using System.Net;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Testing;
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
        using var program = At(world, shop, shop.Key);
        using var wrong = At(world, shop, "wrong");
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

    private static OldProgram At(World world, Shop shop, string key)
    {
        var program = OldProgram.At(world, $"/360/{shop.Number.MetaId}/");
        program.Http.DefaultRequestHeaders.Add("D360-Api-Key", key);
        return program;
    }
}
