using System.Net;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>What well-known programs do with answers: they go by status codes, by the first error, and by its very words.</summary>
public sealed class ClientHabitTests
{
    private const string Ana = "6281200000001";
    private const string Hello = """{"to":"6281200000001","type":"template","template":{"name":"hello_world","language":{"code":"en_US"}}}""";

    [Theory]
    [InlineData(131031, HttpStatusCode.Forbidden, 1031, "Sender account has been locked")]
    [InlineData(131009, HttpStatusCode.BadRequest, 1009, "Parameter value is not valid")]
    [InlineData(131016, HttpStatusCode.ServiceUnavailable, 1016, "System overloaded")]
    [InlineData(131048, HttpStatusCode.BadRequest, 471, "Spam rate limit hit")]
    [InlineData(131056, HttpStatusCode.TooManyRequests, 1015, "Too many requests")]
    [InlineData(130429, HttpStatusCode.TooManyRequests, 1015, "Too many requests")]
    [InlineData(190, HttpStatusCode.InternalServerError, 1014, "Internal error")]
    public async Task The_first_error_of_a_refusal_has_the_code_the_title_and_the_status_that_a_program_goes_by(int cloud, HttpStatusCode status, int code, string title)
    {
        await using var world = await World.StartAsync(Engine.Sqlite, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        world.Simulator.SetFaults(new FaultPlan { Sends = [new SendFault { Code = cloud }] });

        var answer = await program.MessageAsync(Hello);

        (answer.Status, answer.Code, answer.Json!["errors"]![0]!["title"]!.GetValue<string>()).ShouldBe((status, code, title), answer.Words);
        answer.Json["error"].ShouldBeNull();
        answer.Json["messages"].ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_program_that_was_throttled_waits_and_its_next_try_is_taken(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        world.Simulator.SetFaults(new FaultPlan { Sends = [new SendFault { Code = 130429 }] });
        var throttled = await program.MessageAsync(Hello);
        world.Simulator.SetFaults(null);
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        var again = await Eventually.GetAsync(async () => await program.MessageAsync(Hello) is { Status: HttpStatusCode.Created } taken ? taken : null, "the next try to be taken");

        (throttled.Status, throttled.Code).ShouldBe((HttpStatusCode.TooManyRequests, 1015));
        again.MessageId.ShouldNotBeNull();
        (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem("what was refused does not leave later");
    }

    [Theory, Engines]
    public async Task A_contact_that_is_unknown_is_checked_and_written_to_again_as_the_check_says(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await world.Phone(Ana).WriteAsync(shop, "Hello");

        var unknown = await program.TextAsync("0001", "Hi");
        var check = (await program.PostAsync("v1/contacts", """{"blocking":"wait","contacts":["+6281200000001"],"force_check":true}""")).Json!["contacts"]![0]!;
        var again = await program.TextAsync(check["wa_id"]!.GetValue<string>(), "Hi");

        (unknown.Status, unknown.Code).ShouldBe((HttpStatusCode.NotFound, 1006));
        (unknown.Json!["errors"]![0]!["title"]!.GetValue<string>(), unknown.Json["errors"]![0]!["details"]!.GetValue<string>()).ShouldBe(("Resource not found", "unknown contact"));
        (check["input"]!.GetValue<string>(), check["status"]!.GetValue<string>()).ShouldBe(("+6281200000001", "valid"));
        again.Status.ShouldBe(HttpStatusCode.Created, again.Words);
    }

    [Fact]
    public async Task A_number_that_cannot_be_is_invalid_without_a_wa_id_so_that_the_program_gives_up()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var check = (await program.PostAsync("v1/contacts", """{"blocking":"wait","contacts":["+12","not a number","+1 555 123 4567 8901 2345"],"force_check":true}""")).Json!["contacts"]!.AsArray();

        check.Select(contact => contact!["input"]!.GetValue<string>()).ShouldBe(["+12", "not a number", "+1 555 123 4567 8901 2345"]);
        check.ShouldAllBe(contact => contact!["status"]!.GetValue<string>() == "invalid" && contact["wa_id"] == null);
    }

    [Theory, Engines]
    public async Task The_wa_id_of_the_answer_is_WhatsApps_own_and_may_differ_from_the_number_that_was_written(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var meta = await MetaThatNamesAsync("5511987654321");
        await world.Database.InTransactionAsync(unit => world.Services.GetRequiredService<NumberStore>().SetCredentialAsync(unit, shop.Actor.Workspace, new Uri(meta.Urls.First()), "token"));
        await world.Services.GetRequiredService<NumberDirectory>().ReloadAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var answer = await program.MessageAsync(Hello.Replace(Ana, "+55 11 8765-4321", StringComparison.Ordinal));

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Words);
        (answer.Json!["contacts"]![0]!["input"]!.GetValue<string>(), answer.Json["contacts"]![0]!["wa_id"]!.GetValue<string>()).ShouldBe(("+55 11 8765-4321", "5511987654321"));
    }

    [Theory, Engines]
    public async Task A_failure_with_470_and_a_deletion_are_told_under_the_ids_that_the_program_knows_and_nothing_is_invented(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");
        var shop = await world.OpenShopAsync();
        await using var receiver = new Receiver();
        await receiver.StartAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await program.PatchAsync("v1/settings/application", new JsonObject { ["webhooks"] = new JsonObject { ["url"] = new Uri(receiver.Address, "/hook").ToString() } }.ToJsonString());
        world.Simulator.SetFaults(new FaultPlan { DropAllStatuses = 1 });
        var question = await world.Phone(Ana).WriteAsync(shop, "Hello?");
        var sent = (await program.TextAsync(Ana, "Yes?")).MessageId!;
        var wamid = (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem().Wamid;

        foreach (var (id, rest) in new[]
        {
            (wamid, "\"status\":\"archived\""),
            (wamid, "\"status\":\"failed\",\"errors\":[{\"code\":131047,\"title\":\"Re-engagement message\",\"message\":\"Re-engagement message\",\"error_data\":{\"details\":\"More than 24 hours have passed\"}}]"),
            (question, "\"status\":\"deleted\""),
        })
        {
            await world.HearAsync(shop, $$"""{"statuses":[{"id":"{{id}}","recipient_id":"{{Ana}}","timestamp":"1795341700",{{rest}}}]}""");
        }

        await Eventually.TrueAsync(() => Task.FromResult(receiver.Taken.Count >= 3), "three callbacks");
        var statuses = receiver.Taken.Select(delivery => delivery.Body["statuses"]?[0]).OfType<JsonNode>().ToList();
        var asked = receiver.Taken.Select(delivery => delivery.Body["messages"]?[0]?["id"]?.GetValue<string>()).OfType<string>().ShouldHaveSingleItem();

        statuses.Select(status => (status["id"]!.GetValue<string>(), status["status"]!.GetValue<string>())).ShouldBe([(sent, "failed"), (asked, "deleted")], ignoreOrder: true);
        var error = statuses.Single(status => status["status"]!.GetValue<string>() == "failed")["errors"]![0]!;
        (error["code"]!.GetValue<int>(), error["title"]!.GetValue<string>(), error["details"]!.GetValue<string>()).ShouldBe((470, "Re-engagement message", "More than 24 hours have passed (cloud 131047)"));
    }

    [Theory, Engines]
    public async Task A_status_that_Meta_repeats_after_a_restart_is_told_once(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");
        var shop = await world.OpenShopAsync();
        await using var receiver = new Receiver();
        await receiver.StartAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await program.PatchAsync("v1/settings/application", new JsonObject { ["webhooks"] = new JsonObject { ["url"] = new Uri(receiver.Address, "/hook").ToString() } }.ToJsonString());
        world.Simulator.SetFaults(new FaultPlan { DropAllStatuses = 1 });
        var sent = (await program.MessageAsync(Hello)).MessageId!;
        var wamid = (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem().Wamid;
        Task TellAsync(string status) => world.HearAsync(shop, $$"""{"statuses":[{"id":"{{wamid}}","recipient_id":"{{Ana}}","timestamp":"1795341700","status":"{{status}}"}]}""");

        await TellAsync("delivered");
        await Eventually.TrueAsync(
            async () => await world.Database.FirstAsync<long>("SELECT cursor_seq FROM relay_subscription -- all workspaces: one test's database")
                == await world.Database.FirstAsync<long>("SELECT max(seq) FROM delivery_part -- all workspaces: one test's database"),
            "it to be noted that the first was taken: a stop before it would rightly tell once more");
        await world.RestartKaiwaAsync();
        await TellAsync("delivered");
        await TellAsync("read");
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Taken.Any(delivery => delivery.Body["statuses"]![0]!["status"]!.GetValue<string>() == "read")), "the last callback");

        receiver.Taken.Select(delivery => (delivery.Body["statuses"]![0]!["id"]!.GetValue<string>(), delivery.Body["statuses"]![0]!["status"]!.GetValue<string>())).ShouldBe([(sent, "delivered"), (sent, "read")]);
    }

    [Fact]
    public async Task A_file_that_is_too_large_and_a_form_that_is_none_are_refused()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var large = await program.UploadAsync(new byte[(100 * 1024 * 1024) + 1], "application/pdf");
        var broken = await program.UploadAsync("x"u8.ToArray(), "multipart/form-data");
        var empty = await program.UploadAsync([], "image/jpeg");

        (large.Status, large.Code).ShouldBe((HttpStatusCode.BadRequest, 1009), large.Words);
        (broken.Status, broken.Code).ShouldBe((HttpStatusCode.BadRequest, 1009), broken.Words);
        (empty.Status, empty.Code).ShouldBe((HttpStatusCode.BadRequest, 1008), empty.Words);
    }

    /// <summary>A Meta that knows the customer by another number than was written to.</summary>
    private static async Task<WebApplication> MetaThatNamesAsync(string waId)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapFallback(() => Results.Text($$"""{"messaging_product":"whatsapp","contacts":[{"input":"x","wa_id":"{{waId}}"}],"messages":[{"id":"wamid.brazil","message_status":"accepted"}]}""", "application/json"));
        await app.StartAsync();
        return app;
    }
}
