using System.Net;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>What programs send, in the old shape.</summary>
public sealed class SendingTests
{
    private const string Ana = "6281200000001";

    [Theory, Engines]
    public async Task A_text_is_201_with_an_old_looking_id_and_reaches_the_phone(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var ana = world.Phone(Ana);
        await ana.WriteAsync(shop, "Is it in stock?");

        var answer = await program.MessageAsync("""{"to":"+62 812-0000-0001","type":"text","recipient_type":"individual","preview_url":true,"ttl":"P1D","text":{"body":"Yes ✓ https://shop.example/t/77"}}""");

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Words);
        answer.MessageId!.ShouldMatch("^gBEG[A-Za-z0-9_-]{22}$");
        answer.Json!["contacts"]![0]!["input"]!.GetValue<string>().ShouldBe("+62 812-0000-0001");
        answer.Json["contacts"]![0]!["wa_id"]!.GetValue<string>().ShouldBe(Ana);
        (await ana.ReceivedAsync(1)).ShouldHaveSingleItem().ShouldContain("Yes ✓");
    }

    [Theory]
    [InlineData("""{"to":"6281200000001","text":{"body":"no type"}}""", "no type")]
    [InlineData("""{"to":"006281200000001","recipient_type":"individual","type":"TEXT","text":{"body":"zeros"}}""", "zeros")]
    [InlineData("""{"to":"6281200000001","messaging_product":"whatsapp","type":"text","text":{"body":"cloud words"},"unknown":1}""", "cloud words")]
    public async Task A_text_in_the_spellings_of_real_programs_is_taken(string body, string text)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var ana = world.Phone(Ana);
        await ana.WriteAsync(shop, "Hello");

        (await program.MessageAsync(body)).Status.ShouldBe(HttpStatusCode.Created);
        (await ana.ReceivedAsync(1)).ShouldHaveSingleItem().ShouldContain(text);
    }

    [Theory]
    [InlineData("""{"type":"text","text":{"body":"x"}}""", 1008)]
    [InlineData("""{"to":"6281200000001","type":"text"}""", 1008)]
    [InlineData("""{"to":"6281200000001","type":"text","text":{}}""", 1008)]
    [InlineData("""{"to":"6281200000001","type":"voice","voice":{"id":"1"}}""", 1009)]
    [InlineData("""{"to":"6281200000001","recipient_type":"group","type":"text","text":{"body":"x"}}""", 1002)]
    [InlineData("""{"to":"6281200000001","type":"image","image":{"id":"1","link":"https://a.example/b.jpg"}}""", 1010)]
    [InlineData("""{"to":"6281200000001","type":"image","image":{}}""", 1008)]
    [InlineData("""{"to":"6281200000001","type":"interactive","interactive":{"type":"list","body":{"text":"x"},"action":{"button":"x","sections":[]}}}""", 2015)]
    [InlineData("""{"to":"6281200000001","type":"interactive","interactive":{"type":"list","body":{"text":"x"},"action":{"button":"x","sections":[{"title":"x","rows":[]}]}}}""", 2016)]
    [InlineData("""[1]""", 1025)]
    [InlineData("""{"to":""", 1025)]
    public async Task A_body_that_is_wrong_is_refused_with_the_documented_code(string body, int code)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var answer = await program.MessageAsync(body);

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, code), answer.Words);
        answer.Json!["meta"]!["api_status"]!.GetValue<string>().ShouldBe("stable");
    }

    [Theory, Engines]
    public async Task A_text_after_24_hours_is_the_re_engagement_error(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var answer = await program.TextAsync(Ana, "Hello");

        answer.Code.ShouldBe(470);
        answer.Json!["errors"]![0]!["title"]!.GetValue<string>().ShouldBe("Re-engagement message");
    }

    [Theory, Engines]
    public async Task Templates_and_the_legacy_hsm_arrive_filled_in(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        string[] bodies =
        [
            """{"to":"6281200000001","type":"template","template":{"namespace":"4f1c_aa","name":"hello_world","language":{"policy":"deterministic","code":"en_US"}}}""",
            """{"to":"6281200000001","type":"template","template":{"namespace":"4f1c_aa","name":"order_update","language":{"policy":"fallback","code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"currency","currency":{"fallback_value":"$10.50","code":"USD","amount_1000":10500}},{"type":"date_time","date_time":{"fallback_value":"Friday"}}]},{"type":"button","sub_type":"url","index":0,"parameters":[{"type":"text","text":"t77"}]}]}}""",
            """{"to":"6281200000001","type":"hsm","hsm":{"namespace":"4f1c_aa","element_name":"order_confirmed","language":{"policy":"deterministic","code":"en_US"},"localizable_params":[{"default":"Ana"},{"default":"$10.50","currency":{"currency_code":"USD","amount_1000":10500}}]}}""",
        ];

        foreach (var body in bodies)
        {
            var answer = await program.MessageAsync(body);
            answer.Status.ShouldBe(HttpStatusCode.Created, answer.Words);
        }

        var received = await world.Phone(Ana).ReceivedAsync(3);
        received[1].ShouldContain("Ana");
        received[2].ShouldContain("$10.50");
    }

    [Theory]
    [InlineData("not_there", 2001)]
    [InlineData("winter_sale", 2061)]
    [InlineData("order_confirmed", 2000)]
    public async Task A_template_that_cannot_be_sent_is_refused_with_the_2000_codes(string name, int code)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var answer = await program.MessageAsync($$$$"""{"to":"6281200000001","type":"template","template":{"namespace":"x","name":"{{{{name}}}}","language":{"code":"en_US"}}}""");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, code), answer.Words);
    }

    [Fact]
    public async Task Buttons_lists_locations_cards_and_links_are_taken()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await world.Phone(Ana).WriteAsync(shop, "Hello");
        string[] bodies =
        [
            """{"to":"6281200000001","type":"interactive","interactive":{"type":"button","header":{"type":"text","text":"Order 77"},"body":{"text":"Keep it?"},"footer":{"text":"Tea House"},"action":{"buttons":[{"type":"reply","reply":{"id":"y","title":"Yes"}},{"type":"reply","reply":{"id":"n","title":"No"}}]}}}""",
            """{"to":"6281200000001","type":"interactive","interactive":{"type":"list","body":{"text":"Pick a tea"},"action":{"button":"Menu","sections":[{"title":"Green","rows":[{"id":"g1","title":"Sencha","description":"fresh"}]}]}}}""",
            """{"to":"6281200000001","type":"location","location":{"latitude":"48.2082","longitude":16.3738,"name":"Tea House","address":"Ring 1"}}""",
            """{"to":"6281200000001","type":"contacts","contacts":{"name":{"formatted_name":"Ana Lim","first_name":"Ana"},"phones":[{"phone":"+1 555 123 4567","type":"WORK"}]}}""",
            """{"to":"6281200000001","type":"document","document":{"link":"https://files.example/i/204.pdf","filename":"invoice-204.pdf","caption":""}}""",
            """{"to":"6281200000001","type":"image","image":{"link":"https://files.example/box.jpg","caption":"Box"}}""",
            """{"to":"6281200000001","type":"audio","audio":{"link":"https://files.example/a.mp3"}}""",
        ];

        foreach (var body in bodies)
        {
            var answer = await program.MessageAsync(body);
            answer.Status.ShouldBe(HttpStatusCode.Created, body + answer.Words);
        }

        await world.Phone(Ana).ReceivedAsync(bodies.Length);
    }

    [Theory, Engines]
    public async Task A_send_in_doubt_is_201_because_the_old_client_said_queued_too(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        world.Simulator.SetFaults(new FaultPlan { CutAfterAccept = 1, DropAllStatuses = 1 });

        var answer = await program.MessageAsync(Hello);

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Words);
        answer.MessageId.ShouldNotBeNull();
        (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem();
    }

    [Theory, Engines]
    public async Task What_cannot_leave_in_time_is_429_with_1015_and_never_471(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        world.Simulator.SetFaults(new FaultPlan { Sends = [new SendFault { Code = 130429 }] });

        var answer = await program.MessageAsync(Hello);

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.TooManyRequests, 1015), answer.Words);
        (await world.Simulator.MessagesAsync(Ana)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_refused_token_of_ours_is_never_a_401(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:01");
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        await world.Database.InTransactionAsync(unit => world.Services.GetRequiredService<NumberStore>().SetCredentialAsync(unit, shop.Actor.Workspace, world.MetaAddress, "revoked"));
        await world.Services.GetRequiredService<NumberDirectory>().ReloadAsync();

        foreach (var answer in new[] { await program.MessageAsync(Hello), await program.GetAsync("v1/settings/business/profile"), await program.UploadAsync("x"u8.ToArray(), "text/plain") })
        {
            (answer.Status, answer.Code).ShouldBe((HttpStatusCode.InternalServerError, 1014), answer.Words);
        }
    }

    [Fact]
    public async Task A_burst_is_taken_up_to_the_limit_and_the_next_is_429()
    {
        await using var world = await World.StartAsync(Engine.Sqlite, settings => (settings["Kaiwa:OnPremises:OtherCallsBurst"], settings["Kaiwa:OnPremises:OtherCallsPerSecond"]) = ("8", "1"));
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop); // one call

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => program.GetAsync("v1/health")));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBeInRange(7, 20);
        answers.Where(answer => answer.Status != HttpStatusCode.OK).ShouldAllBe(answer => answer.Status == HttpStatusCode.TooManyRequests && answer.Code == 1015);
    }

    [Fact]
    public async Task A_hundred_and_fifty_sends_may_come_at_once_and_what_is_more_is_429()
    {
        await using var world = await World.StartAsync(Engine.Sqlite, settings => settings["Kaiwa:OnPremises:MessagesPerSecond"] = "1");
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => program.MessageAsync("{}"))); // refused for what they lack, once they are let in

        answers.Count(answer => (answer.Status, answer.Code) == (HttpStatusCode.BadRequest, 1008)).ShouldBeInRange(150, 160);
        answers.Where(answer => answer.Status != HttpStatusCode.BadRequest).ShouldAllBe(answer => answer.Status == HttpStatusCode.TooManyRequests && answer.Code == 1015);
    }

    [Fact]
    public async Task A_hundred_sends_at_once_are_taken()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(at => program.MessageAsync(Hello.Replace("6281200000001", $"62812000{at:D5}", StringComparison.Ordinal))));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Select(answer => answer.MessageId).Distinct().Count().ShouldBe(100);
    }

    [Theory, Engines]
    public async Task A_customers_message_is_marked_as_read_and_quoted_by_its_old_id(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var ana = world.Phone(Ana);
        await ana.WriteAsync(shop, "Are you there?");
        await shop.Agent.ConversationAsync(ana);
        var message = (await shop.Agent.ThreadAsync(ana))[0].Id;
        var id = Kaiwa.Features.Gateway.OnPremisesApi.OnPremisesIds.Incoming(message);

        (await program.PutAsync("v1/messages/" + id, """{"status":"read"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await program.MessageAsync($$$"""{"to":"6281200000001","context":{"message_id":"{{{id}}}"},"text":{"body":"Yes"}}""")).Status.ShouldBe(HttpStatusCode.Created);
        var unknown = await program.PutAsync("v1/messages/ABEGAAAAAAAAAAAAAAAAAAAAAA", """{"status":"read"}""");
        (unknown.Status, unknown.Code).ShouldBe((HttpStatusCode.NotFound, 1006));
        (await program.DeleteAsync("v1/messages/" + id)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await program.GetAsync("v1/nothing/here")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, Engines]
    public async Task Contacts_are_valid_with_their_digits_and_a_malformed_one_is_not(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var answer = await program.PostAsync("v1/contacts", """{"blocking":"wait","force_check":true,"contacts":["+1 555 123 0000","00551187654321","12"]}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var contacts = answer.Json!["contacts"]!.AsArray();
        contacts.Select(contact => contact!["status"]!.GetValue<string>()).ShouldBe(["valid", "valid", "invalid"]);
        contacts[0]!["input"]!.GetValue<string>().ShouldBe("+1 555 123 0000");
        contacts[0]!["wa_id"]!.GetValue<string>().ShouldBe("15551230000");
        contacts[1]!["wa_id"]!.GetValue<string>().ShouldBe("5511987654321"); // Brazil's ninth digit
        contacts[2]!["wa_id"].ShouldBeNull();
    }

    private const string Hello = """{"to":"6281200000001","type":"template","template":{"name":"hello_world","language":{"code":"en_US"}}}""";
}
