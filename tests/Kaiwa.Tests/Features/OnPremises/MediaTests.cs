using System.Net;
using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>Files as old programs handle them: raw up, raw down.</summary>
public sealed class MediaTests
{
    private const string Ana = "6281200000001";
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

    [Theory, Engines]
    public async Task A_raw_upload_is_sent_by_its_id_again_and_again_and_read_back(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await world.Phone(Ana).WriteAsync(shop, "Hello");

        var uploaded = await program.UploadAsync(Jpeg, "image/jpeg");

        uploaded.Status.ShouldBe(HttpStatusCode.Created, uploaded.Words);
        var id = uploaded.Json!["media"]![0]!["id"]!.GetValue<string>();
        Guid.TryParse(id, out _).ShouldBeTrue();
        var file = await program.GetAsync("v1/media/" + id);
        (file.Status, file.Type).ShouldBe((HttpStatusCode.OK, "image/jpeg"));
        file.Bytes.ShouldBe(Jpeg);
        for (var time = 0; time < 2; time++)
        {
            var sent = await program.MessageAsync($$$"""{"to":"{{{Ana}}}","type":"image","image":{"id":"{{{id}}}","caption":"Box"}}""");
            sent.Status.ShouldBe(HttpStatusCode.Created, sent.Words);
        }

        await world.Phone(Ana).ReceivedAsync(2);
    }

    [Theory, Engines]
    public async Task An_upload_that_Meta_has_forgotten_is_uploaded_again(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var id = (await program.UploadAsync(Jpeg, "image/jpeg")).Json!["media"]![0]!["id"]!.GetValue<string>();
        await world.AdvanceAsync(TimeSpan.FromDays(40));
        await world.Phone(Ana).WriteAsync(shop, "Hello");
        await program.LoginAsync("admin", OldProgram.Password);

        var sent = await program.MessageAsync($$$"""{"to":"{{{Ana}}}","type":"image","image":{"id":"{{{id}}}"}}""");

        sent.Status.ShouldBe(HttpStatusCode.Created, sent.Words);
    }

    [Fact]
    public async Task A_file_without_its_type_is_recognised_and_a_form_with_one_file_is_taken()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var plain = await program.UploadAsync(Jpeg, "application/octet-stream");
        plain.Status.ShouldBe(HttpStatusCode.Created, plain.Words);
        (await program.GetAsync("v1/media/" + plain.Json!["media"]![0]!["id"])).Type.ShouldBe("image/jpeg");
        using var form = new MultipartFormDataContent { { new StringContent("note", Encoding.UTF8, "text/plain"), "file", "note.txt" } };
        (await program.Http.PostAsync("v1/media", form)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_deleted_or_unknown_file_is_404()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var id = (await program.UploadAsync(Jpeg, "image/jpeg")).Json!["media"]![0]!["id"]!.GetValue<string>();

        (await program.DeleteAsync("v1/media/" + id)).Status.ShouldBe(HttpStatusCode.OK);

        foreach (var unknown in new[] { await program.GetAsync("v1/media/" + id), await program.GetAsync("v1/media/123"), await program.DeleteAsync("v1/media/" + id), await program.MessageAsync($$$"""{"to":"{{{Ana}}}","type":"image","image":{"id":"{{{id}}}"}}""") })
        {
            (unknown.Status, unknown.Code).ShouldBe((HttpStatusCode.NotFound, 1006), unknown.Words);
        }
    }

    [Theory, Engines]
    public async Task A_customers_picture_is_downloaded_with_the_bearer_token_by_the_id_of_the_callback(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var ana = world.Phone(Ana);
        await ana.Simulated.SendAsync(new PhoneMessage { To = shop.Number.MetaId, Media = new PhoneMedia { Kind = "image", Base64 = Convert.ToBase64String(Jpeg), MimeType = "image/jpeg" } });
        await shop.Agent.ConversationAsync(ana);
        var id = OnPremisesIds.Media((await shop.Agent.ThreadAsync(ana))[0].Id);

        var file = await program.GetAsync("v1/media/" + id);

        file.Status.ShouldBe(HttpStatusCode.OK, file.Words);
        file.Bytes.ShouldBe(Jpeg);
    }

    [Theory]
    [InlineData("basic", """{"basic":{"username":"u","password":"p"}}""")]
    [InlineData("bearer", """{"bearer":"secret-token"}""")]
    public async Task A_link_with_a_media_provider_is_fetched_with_its_credentials(string name, string config)
    {
        await using var files = await FilesAsync();
        await using var world = await World.StartAsync(Engine.Sqlite, settings => settings["Kaiwa:OnPremises:PrivateLinks"] = "true");
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await world.Phone(Ana).WriteAsync(shop, "Hello");
        (await program.PostAsync("v1/settings/application/media/providers", $$"""[{"name":"{{name}}","type":"www","config":{{config}}}]""")).Status.ShouldBe(HttpStatusCode.OK);
        var body = $$$$"""{"to":"{{{{Ana}}}}","type":"image","image":{"link":"{{{{files.Urls.First()}}}}/{{{{name}}}}.jpg","provider":{"name":"{{{{name}}}}"}}}""";

        var sent = await program.MessageAsync(body);

        sent.Status.ShouldBe(HttpStatusCode.Created, sent.Words);
        (await program.MessageAsync(body.Replace($$"""{"name":"{{name}}"}""", """{"name":"other"}""", StringComparison.Ordinal))).Code.ShouldBe(1009);
        (await program.DeleteAsync("v1/settings/application/media/providers/" + name)).Status.ShouldBe(HttpStatusCode.OK);
        (await program.MessageAsync(body)).Code.ShouldBe(1009);
    }

    [Fact]
    public async Task A_link_with_a_provider_does_not_reach_into_private_networks()
    {
        await using var files = await FilesAsync();
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await program.PostAsync("v1/settings/application/media/providers", """[{"name":"bearer","type":"www","config":{"bearer":"secret-token"}}]""");

        var answer = await program.MessageAsync($$$$"""{"to":"{{{{Ana}}}}","type":"image","image":{"link":"{{{{files.Urls.First()}}}}/bearer.jpg","provider":{"name":"bearer"}}}""");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.InternalServerError, 1014));
    }

    private static async Task<WebApplication> FilesAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/{name}.jpg", (HttpContext http, string name) =>
            http.Request.Headers.Authorization.ToString() == (name == "basic" ? "Basic " + Convert.ToBase64String("u:p"u8) : "Bearer secret-token") ? Results.Bytes(Jpeg, "image/jpeg") : Results.Unauthorized());
        await app.StartAsync();
        return app;
    }
}
