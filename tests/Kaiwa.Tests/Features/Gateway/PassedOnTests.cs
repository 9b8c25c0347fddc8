using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Gateway;

public sealed class PassedOnTests
{
    [Theory, Engines]
    public async Task A_number_s_profile_comes_from_Meta_though_the_program_knows_only_Kaiwas_key(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (status, answer) = await AskAsync(program, HttpMethod.Get, $"/v23.0/{shop.Number.MetaId}/whatsapp_business_profile?fields=vertical");

        status.ShouldBe(HttpStatusCode.OK);
        answer["data"]![0]!["vertical"]!.GetValue<string>().ShouldBe("RETAIL");
    }

    [Fact]
    public async Task A_number_is_registered_through_Kaiwa()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (status, answer) = await AskAsync(program, HttpMethod.Post, $"/{shop.Number.MetaId}/register", """{"messaging_product":"whatsapp","pin":"123456"}""");

        status.ShouldBe(HttpStatusCode.OK);
        answer["success"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_may_only_send_and_read_changes_nothing()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        var key = await world.Database.InTransactionAsync(unit => world.Services.GetRequiredService<ApiKeys>().CreateAsync(
            unit, Actor.System(shop.Number.Workspace.Id, "test"), "sender", Permissions.Send | Permissions.Read));
        using var program = world.Program(key);

        (await AskAsync(program, HttpMethod.Get, $"/v23.0/{shop.Number.MetaId}/whatsapp_business_profile")).Status.ShouldBe(HttpStatusCode.OK);
        var (status, answer) = await AskAsync(program, HttpMethod.Post, $"/v23.0/{shop.Number.MetaId}/deregister");

        status.ShouldBe(HttpStatusCode.Forbidden);
        answer["error"]!["code"]!.GetValue<int>().ShouldBe(10);
    }

    [Fact]
    public async Task What_would_cut_Kaiwa_off_is_refused_with_the_reason()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (status, answer) = await AskAsync(program, HttpMethod.Delete, $"/v23.0/{shop.Number.Waba.MetaId}/subscribed_apps");

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["error"]!["error_data"]!["details"]!.GetValue<string>().ShouldContain("cut it off");
        (await AskAsync(program, HttpMethod.Get, $"/v23.0/{shop.Number.Waba.MetaId}/subscribed_apps")).Answer["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("whatsapp_business_profile")]
    [InlineData("settings")]
    [InlineData("message_qrdls/ABC")]
    public async Task An_id_of_another_workspace_does_not_exist(string edge)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        var stranger = await StrangerAsync(world);
        using var program = world.Program(stranger);

        var (status, answer) = await AskAsync(program, HttpMethod.Get, $"/v23.0/{shop.Number.MetaId}/{edge}");

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["error"]!["error_subcode"]!.GetValue<int>().ShouldBe(33);
    }

    [Fact]
    public async Task A_path_that_Meta_does_not_have_is_not_passed_on()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (status, answer) = await AskAsync(program, HttpMethod.Get, $"/v23.0/{shop.Number.MetaId}/everything");

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer["error"]!["message"]!.GetValue<string>().ShouldContain("does not serve GET");
    }

    private static Task<string> StrangerAsync(World world) => world.Database.InTransactionAsync(async unit =>
    {
        var workspace = await world.Services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "Another");
        return await world.Services.GetRequiredService<ApiKeys>().CreateAsync(unit, Actor.System(workspace, "test"), "program", Permissions.All);
    });

    private static async Task<(HttpStatusCode Status, JsonObject Answer)> AskAsync(HttpClient program, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await program.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }
}
