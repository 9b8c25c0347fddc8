using System.Net;
using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>What old programs set up and look at.</summary>
public sealed class SettingsTests
{
    [Theory, Engines]
    public async Task The_webhook_address_is_patched_kept_and_known_to_the_delivery_of_callbacks(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        (await program.PatchAsync("v1/settings/application", """{"webhooks":{"url":"https://shop.example/wa"}}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.PatchAsync("v1/settings/application", """{"messaging_api_rate_limit":["15","54600","1000000"],"contacts_scrape_rate_limit":"1000000","webhooks":{"max_concurrent_requests":"12","message":{"sent":true}},"callback_backoff_delay_ms":"5000"}""")).Status.ShouldBe(HttpStatusCode.OK);

        var application = (await program.GetAsync("v1/settings/application")).Json!["settings"]!["application"]!;
        application["webhooks"]!["url"]!.GetValue<string>().ShouldBe("https://shop.example/wa");
        application["messaging_api_rate_limit"]!.AsArray().Count.ShouldBe(3);
        application["callback_persist"]!.GetValue<bool>().ShouldBeTrue();
        application["wa_id"]!.GetValue<string>().ShouldMatch(@"^\d+$");
        var callbacks = ApplicationSettings.Callbacks(await world.Services.GetRequiredService<SettingsStore>().ReadAsync(shop.Number, CancellationToken.None));
        (callbacks.Url, callbacks.Sent, callbacks.Delivered, callbacks.Read, callbacks.AtOnce, callbacks.Step).ShouldBe(("https://shop.example/wa", true, true, true, 12, TimeSpan.FromSeconds(5)));

        (await program.PatchAsync("v1/settings/application", """{"webhooks":{"url":"ftp://x"}}""")).Code.ShouldBe(1009);
        (await program.DeleteAsync("v1/settings/application")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("v1/settings/application")).Json!["settings"]!["application"]!["webhooks"]!["url"].ShouldBeNull();
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{"sent_status":true}""", true)]
    [InlineData("""{"sent_status":"true"}""", true)]
    [InlineData("""{"webhooks":{"message":{"sent":true}}}""", true)]
    public void Sent_callbacks_are_off_until_either_switch_is_on(string json, bool sent)
    {
        var set = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(json)!;
        ApplicationSettings.Merge(set, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""{"webhooks":{"url":"https://a.example"}}""")!);

        ApplicationSettings.Callbacks(new NumberSettings { Application = set }).Sent.ShouldBe(sent);
    }

    [Theory, Engines]
    public async Task A_backup_is_restored_with_its_password_only(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await program.PatchAsync("v1/settings/application", """{"webhooks":{"url":"https://shop.example/kept"}}""");
        await program.PostAsync("v1/settings/application/media/providers", """[{"name":"files","type":"www","config":{"bearer":"top-secret"}}]""");

        var data = (await program.PostAsync("v1/settings/backup", """{"password":"p1"}""")).Json!["settings"]!["data"]!.GetValue<string>();
        data.ShouldNotContain("top-secret");
        await program.DeleteAsync("v1/settings/application");
        await program.DeleteAsync("v1/settings/application/media/providers/files");

        (await program.PostAsync("v1/settings/restore", $$"""{"password":"p2","data":"{{data}}"}""")).Code.ShouldBe(1009);
        (await program.PostAsync("v1/settings/restore", """{"password":"p1","data":"Zm9yZWlnbg=="}""")).Code.ShouldBe(1009);
        (await program.PostAsync("v1/settings/restore", $$"""{"password":"p1","data":"{{data}}"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("v1/settings/application")).Json!["settings"]!["application"]!["webhooks"]!["url"]!.GetValue<string>().ShouldBe("https://shop.example/kept");
        (await program.GetAsync("v1/settings/application/media/providers")).Json!["settings"]!["application"]!["media"]!["providers"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Health_metrics_and_stats_answer_monitoring_programs_with_their_key(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        program.Http.DefaultRequestHeaders.Remove("Authorization");
        program.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Apikey " + shop.Key);

        var health = await program.GetAsync("v1/health");
        health.Json!["health"]!["gateway_status"]!.GetValue<string>().ShouldBe("connected");
        Version.Parse(health.Json["meta"]!["version"]!.GetValue<string>().TrimStart('v')).ShouldBeGreaterThanOrEqualTo(new Version(2, 35, 2));
        (await program.GetAsync("v1/stats/db")).Json!["stats"]!["db"]!["db_messages"]!.GetValue<long>().ShouldBe(0);
        (await program.GetAsync("v1/stats/app")).Json!["stats"]!["app"]!["endpoint_requests"]!["data"]!.AsArray().Count.ShouldBeGreaterThan(0);
        (await program.GetAsync("v1/metrics")).Json!["metrics"]!["web_requests"]!.GetValue<long>().ShouldBeGreaterThan(2);
        (await program.GetAsync("metrics?format=prometheus")).Words.ShouldContain("api_requests{method=\"GET_v1_health\",result=\"success\"} 1");

        (await program.GetAsync("v1/support")).Status.ShouldBe(HttpStatusCode.Unauthorized); // the key is for monitoring only
    }

    [Fact]
    public async Task Certificates_are_read_back_and_no_private_key_is_kept()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        const string Certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
        var missing = await program.GetAsync("v1/certificates/external/ca");
        (missing.Status, missing.Bytes.Length).ShouldBe((HttpStatusCode.NotFound, 0));

        using var bundle = new StringContent("-----BEGIN " + "PRIVATE KEY-----\nSECRET\n-----END " + $"PRIVATE KEY-----\n{Certificate.Replace("AAAA", "BBBB", StringComparison.Ordinal)}\n{Certificate}\n", Encoding.UTF8, "text/plain");
        (await program.Http.PostAsync("v1/certificates/external", bundle)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("v1/certificates/external/ca")).Words.Trim().ShouldBe(Certificate);
        (await world.Database.FirstAsync<string>("SELECT external_ca FROM onprem_settings -- all workspaces: one test's database"))!.ShouldNotContain("SECRET");

        using var authority = OwnAuthority.New();
        (await program.PostAsync("v1/certificates/webhooks/ca", Certificate)).Code.ShouldBe(1009);
        (await program.PostAsync("v1/certificates/webhooks/ca", authority.ExportCertificatePem())).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("v1/certificates/webhooks/ca")).Words.Trim().ShouldBe(authority.ExportCertificatePem());
        (await program.DeleteAsync("v1/certificates/webhooks/ca")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("v1/certificates/webhooks/ca")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, Engines]
    public async Task What_a_moved_program_may_still_call_is_answered(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        (await program.PostAsync("v1/account", """{"cc":"1","phone_number":"5550001111","method":"sms","cert":"AAAA"}""")).Status.ShouldBe(HttpStatusCode.Created);
        (await program.GetAsync("v1/account/shards")).Json!["account"]!["shards"]!.GetValue<int>().ShouldBe(1);
        (await program.PostAsync("v1/account/shards", """{"shards":4,"cert":"AAAA"}""")).Status.ShouldBe(HttpStatusCode.Created);
        (await program.GetAsync("v1/account/shards")).Json!["account"]!["shards"]!.GetValue<int>().ShouldBe(4);
        (await program.PutAsync("v1/services/message/gc", "")).Json!["services"]!["message"]!["gc"]!["status"]!.GetValue<string>().ShouldBe("processing");
        (await program.GetAsync("v1/settings/business/profile")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("v1/settings/profile/about")).Json!["settings"]!["profile"]!["about"]!["text"].ShouldNotBeNull();
        (await program.DeleteAsync("v1/settings/account/two-step")).Code.ShouldBe(1009);
        (await program.GetAsync("v1/groups")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_photo_is_set_as_a_body_or_in_a_form_and_read_back_as_it_is(bool inForm)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
        using var file = new ByteArrayContent(png);
        using var form = new MultipartFormDataContent { { file, "File", "logo.png" } };
        var none = await program.GetAsync("v1/settings/profile/photo");

        using var set = await program.Http.PostAsync("v1/settings/profile/photo", inForm ? form : file);
        var photo = await program.GetAsync("v1/settings/profile/photo");
        var link = (await program.GetAsync("v1/settings/profile/photo?format=link")).Json!["settings"]!["profile"]!["photo"]!["link"]!.GetValue<string>();

        (none.Status, none.Code).ShouldBe((HttpStatusCode.NotFound, 1006));
        set.StatusCode.ShouldBe(HttpStatusCode.OK, await set.Content.ReadAsStringAsync());
        (photo.Status, photo.Type).ShouldBe((HttpStatusCode.OK, "image/png"), photo.Words);
        photo.Bytes.ShouldBe(png);
        using var anybody = new HttpClient();
        (await anybody.GetByteArrayAsync(link)).ShouldBe(png);
        (await program.DeleteAsync("v1/settings/profile/photo")).Code.ShouldBe(1009);
    }

    [Fact]
    public async Task A_photo_that_is_no_picture_or_too_large_is_refused_before_it_goes_to_Meta()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var large = new byte[(5 * 1024 * 1024) + 1];
        (large[0], large[1], large[2]) = (0xFF, 0xD8, 0xFF);

        foreach (var bytes in new[] { "%PDF-1.4"u8.ToArray(), [], large })
        {
            using var content = new ByteArrayContent(bytes);
            using var refused = await program.Http.PostAsync("v1/settings/profile/photo", content);
            (refused.StatusCode, (await refused.Content.ReadAsStringAsync()).Contains("\"code\":1009", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));
        }
    }

    [Theory, Engines]
    public async Task Sticker_packs_are_kept_and_a_deleted_sticker_does_not_renumber_the_others(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var pack = (await program.PostAsync("v1/stickerpacks", """{"publisher":"Tea House","name":"Cups"}""")).Json!["stickerpacks"]![0]!["id"]!.GetValue<string>();
        foreach (var file in (string[])["a", "b"])
        {
            (await program.PostAsync($"v1/stickerpacks/{pack}/stickers", $$"""{"image_data_id":"{{file}}","emojis":["🍵"]}""")).Status.ShouldBe(HttpStatusCode.Created);
        }

        (await program.DeleteAsync($"v1/stickerpacks/{pack}/stickers/0")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync($"v1/stickerpacks/{pack}/stickers/1")).Json!["stickers"]![0]!["id"]!.GetValue<string>().ShouldBe("b");
        (await program.GetAsync($"v1/stickerpacks/{pack}/stickers/0")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await program.PatchAsync($"v1/stickerpacks/{pack}", """{"name":"Mugs"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync($"v1/stickerpacks/{pack}")).Json!["stickerpacks"]![0]!["name"]!.GetValue<string>().ShouldBe("Mugs");
        (await program.DeleteAsync($"v1/stickerpacks/{pack}")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("v1/stickerpacks")).Json!["stickerpacks"]!.AsArray().ShouldBeEmpty();
    }
}
