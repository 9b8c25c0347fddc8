using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Gateway;

public sealed class GatewayTests
{
    private const string Ana = "6281200000001";

    [Theory, Engines]
    public async Task A_program_sends_a_template_and_gets_Metas_answer(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (status, answer) = await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/messages", Hello("+62 812 0000 0001"));

        status.ShouldBe(HttpStatusCode.OK);
        answer["messaging_product"]!.GetValue<string>().ShouldBe("whatsapp");
        answer["contacts"]![0]!["input"]!.GetValue<string>().ShouldBe("+62 812 0000 0001");
        answer["contacts"]![0]!["wa_id"]!.GetValue<string>().ShouldBe(Ana);
        var wamid = answer["messages"]![0]!["id"]!.GetValue<string>();
        (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem().Wamid.ShouldBe(wamid);
    }

    [Theory]
    [InlineData("/v13.0/")]
    [InlineData("/v26.0/")]
    [InlineData("/v22/")]
    [InlineData("/")]
    public async Task Every_version_and_none_is_served(string prefix)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        (await PostAsync(program, $"{prefix}{shop.Number.MetaId}/messages", Hello(Ana))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_key_is_answered_as_Meta_answers_a_wrong_token()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program("kaiwa_wrong");

        var (status, answer) = await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/messages", Hello(Ana));

        status.ShouldBe(HttpStatusCode.Unauthorized);
        Code(answer).ShouldBe(190);
    }

    [Theory, Engines]
    public async Task Another_tenants_number_does_not_exist(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var stranger = "";
        await world.Database.InTransactionAsync(async unit =>
        {
            var workspace = await world.Services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "Another shop");
            stranger = await world.Services.GetRequiredService<ApiKeys>().CreateAsync(unit, Actor.System(workspace, "test"), "program", Permissions.All);
        });
        using var program = world.Program(stranger);

        var (status, answer) = await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/messages", Hello(Ana));

        status.ShouldBe(HttpStatusCode.BadRequest);
        Code(answer).ShouldBe(100);
        answer["error"]!["error_subcode"]!.GetValue<int>().ShouldBe(33);
        (await world.Simulator.MessagesAsync(Ana)).ShouldBeEmpty();
        var listed = await program.GetAsync($"/v23.0/{shop.Number.Waba.MetaId}/message_templates");
        listed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, Engines]
    public async Task A_text_outside_the_window_is_refused_with_Metas_code(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (_, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Text(Ana, "Hello"));

        Code(answer).ShouldBe(131047);
    }

    [Fact]
    public async Task An_unknown_template_is_refused_with_Metas_code()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (status, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Template(Ana, "not_there"));

        Code(answer).ShouldBe(132001);
        status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, Engines]
    public async Task A_retry_with_the_same_key_returns_the_first_result_also_after_a_restart(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        string first;
        using (var program = world.Program(shop.Key))
        {
            first = Wamid((await PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana), "order-1042")).Answer);
            Wamid((await PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana), "order-1042")).Answer).ShouldBe(first);
        }

        await world.RestartKaiwaAsync();
        using var restarted = world.Program(shop.Key);
        Wamid((await PostAsync(restarted, $"/{shop.Number.MetaId}/messages", Hello(Ana), "order-1042")).Answer).ShouldBe(first);
        Code((await PostAsync(restarted, $"/{shop.Number.MetaId}/messages", Hello("6281200000002"), "order-1042")).Answer).ShouldBe(100);

        (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem();
    }

    [Theory, Engines]
    public async Task The_same_key_at_the_same_time_sends_one_message(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana), "once")));

        answers.Select(one => Wamid(one.Answer)).Distinct().ShouldHaveSingleItem();
        (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem();
    }

    [Theory, Engines]
    public async Task What_has_not_left_in_time_is_taken_back_and_never_sent(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        await RestrictAsync(world, shop, "quality is too low");

        var (_, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana), "later");
        Code(answer).ShouldBe(130429);

        await RestrictAsync(world, shop, null);
        var again = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana), "later");
        Wamid(again.Answer).ShouldNotBeEmpty();
        (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem();
    }

    [Theory, Engines]
    public async Task What_only_the_shop_can_mend_is_refused_at_once_with_Metas_code_and_never_sent(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        world.Simulator.SetFaults(new FaultPlan { Sends = [new SendFault { Code = 133010, Count = 1 }] });

        var (status, answer) = await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/messages", Hello(Ana));

        status.ShouldBe(HttpStatusCode.BadRequest);
        Code(answer).ShouldBe(133010);
        await world.AdvanceAsync(TimeSpan.FromMinutes(10)); // when Kaiwa would have looked again
        (await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/messages", Hello("+62 812 0000 0002"))).Status.ShouldBe(HttpStatusCode.OK);
        (await world.Simulator.MessagesAsync(Ana)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_of_ours_that_Meta_refuses_is_not_the_programs_fault()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        world.Simulator.SetFaults(new FaultPlan { Sends = [new SendFault { Code = 190, Count = 1 }] });

        var (status, answer) = await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/messages", Hello(Ana));

        status.ShouldBe(HttpStatusCode.InternalServerError);
        Code(answer).ShouldBe(131000);
        answer["error"]!["error_data"]!["details"]!.GetValue<string>().ShouldContain("Your key is fine");
    }

    [Theory, Engines]
    public async Task What_is_on_its_way_when_the_time_is_up_is_answered_as_Meta_answers(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:00.2");
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        world.Simulator.SetFaults(new FaultPlan { Slow = new DelayFault { MinMs = 1500, MaxMs = 1500 } });

        var (status, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana));

        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        Wamid(answer).ShouldBe((await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem().Wamid);
    }

    [Theory, Engines]
    public async Task A_send_whose_answer_was_cut_is_answered_by_its_status(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        world.Simulator.SetFaults(new FaultPlan { CutAfterAccept = 1 });

        var (status, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana));

        status.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        Wamid(answer).ShouldBe((await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem().Wamid);
    }

    [Theory, Engines]
    public async Task A_send_in_doubt_is_answered_with_error_1_that_is_not_transient(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        world.Simulator.SetFaults(new FaultPlan { CutAfterAccept = 1, DropAllStatuses = 1 });

        var (_, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Hello(Ana));

        Code(answer).ShouldBe(1);
        answer["error"]!["is_transient"]!.GetValue<bool>().ShouldBeFalse();
        answer["error"]!["error_data"]!["details"]!.GetValue<string>().ShouldMatch("Message [0-9a-f]{32}$");
    }

    [Fact]
    public async Task Mark_as_read_goes_straight_to_Meta()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        var wamid = await world.Phone(Ana).WriteAsync(shop, "Are you there?");

        var (status, answer) = await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/messages", new JsonObject { ["messaging_product"] = "whatsapp", ["status"] = "read", ["message_id"] = wamid });

        status.ShouldBe(HttpStatusCode.OK);
        answer["success"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Media_goes_up_comes_down_and_belongs_to_its_workspace()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        var picture = Encoding.ASCII.GetBytes("not quite a picture");
        using var form = new MultipartFormDataContent { { new StringContent("whatsapp"), "messaging_product" }, { new StringContent("text/plain"), "type" } };
        var file = new ByteArrayContent(picture);
        file.Headers.ContentType = new("text/plain");
        form.Add(file, "file", "note.txt");

        var uploaded = await program.PostAsync($"/v23.0/{shop.Number.MetaId}/media", form);
        var id = (await uploaded.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        var described = await program.GetFromJsonAsync<JsonObject>($"/v23.0/{id}");

        new Uri(described!["url"]!.GetValue<string>()).Authority.ShouldBe(world.KaiwaAddress.Authority);
        (await program.GetByteArrayAsync(described["url"]!.GetValue<string>())).ShouldBe(picture);
        (await program.GetAsync("/v23.0/999999999999")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await program.DeleteAsync($"/v23.0/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync($"/v23.0/{id}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Pages_of_templates_lead_on_through_Kaiwa_and_show_no_token()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var page = await program.GetStringAsync($"/v23.0/{shop.Number.Waba.MetaId}/message_templates?limit=1&fields=name");

        page.ShouldNotContain(world.Simulator.Options.AccessToken);
        var next = JsonNode.Parse(page)!["paging"]!["next"]!.GetValue<string>();
        new Uri(next).Authority.ShouldBe(world.KaiwaAddress.Authority);
        JsonNode.Parse(await program.GetStringAsync(next))!["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_served_says_so_in_Metas_shape()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var answer = await program.PostAsync($"/v23.0/{shop.Number.Waba.MetaId}/everything", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("does not serve POST");
    }

    [Fact]
    public async Task A_body_over_a_megabyte_is_refused()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        var (_, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", Text(Ana, new string('x', 1_100_000)));

        Code(answer).ShouldBe(100);
    }

    private static async Task RestrictAsync(World world, Shop shop, string? reason)
    {
        await world.Database.InTransactionAsync(unit => world.Services.GetRequiredService<NumberStore>().SetRestrictedAsync(unit, shop.Number, reason));
        await world.Services.GetRequiredService<NumberDirectory>().ReloadAsync();
    }

    private static async Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(HttpClient program, string path, JsonObject body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await program.SendAsync(request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }

    private static JsonObject Hello(string to) => Template(to, "hello_world");

    private static JsonObject Template(string to, string name) => new()
    {
        ["messaging_product"] = "whatsapp",
        ["to"] = to,
        ["type"] = "template",
        ["template"] = new JsonObject { ["name"] = name, ["language"] = new JsonObject { ["code"] = "en_US" } },
    };

    private static JsonObject Text(string to, string body) => new()
    {
        ["messaging_product"] = "whatsapp",
        ["to"] = to,
        ["type"] = "text",
        ["text"] = new JsonObject { ["body"] = body },
    };

    private static int Code(JsonObject answer) => answer["error"]!["code"]!.GetValue<int>();

    private static string Wamid(JsonObject answer) => answer["messages"]![0]!["id"]!.GetValue<string>();
}
