using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Gateway;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>What real programs are told, from the customer's phone to their address. docs/reference/on-premises-scenarios.md lists them by number.</summary>
public sealed class ReceivedScenarioTests
{
    private const string Ana = "6281200000001";

    [Theory, Engines]
    public async Task Every_kind_of_message_that_a_customer_can_send_reaches_the_program_in_the_old_shape(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await ListeningAsync(world, shop, receiver);
        var ana = world.Phone(Ana).Simulated;
        await ana.WriteAsync("Is it in stock?", shop.Number.MetaId);
        await OneAsync(receiver, "text");
        await ShownAsync(world, program, 1, """{"to":"6281200000001","type":"interactive","interactive":{"type":"button","body":{"text":"Keep it?"},"action":{"buttons":[{"type":"reply","reply":{"id":"y","title":"Yes"}}]}}}""");
        await ShownAsync(world, program, 2, """{"to":"6281200000001","type":"interactive","interactive":{"type":"list","body":{"text":"Pick one"},"action":{"button":"Menu","sections":[{"title":"Green","rows":[{"id":"g1","title":"Sencha","description":"fresh"}]}]}}}""");

        await ana.TapAsync("Yes");
        await ana.ChooseAsync("Sencha");
        foreach (var kind in (string[])["image", "video", "document", "audio", "sticker"])
        {
            await ana.SendAsync(new PhoneMessage { Media = new PhoneMedia { Kind = kind, Caption = kind is "image" or "video" or "document" ? "look" : null, Filename = kind == "document" ? "list.pdf" : null } });
        }

        await ana.SendAsync(new PhoneMessage { Media = new PhoneMedia { Kind = "audio", Voice = true } });
        await ana.SendAsync(new PhoneMessage { Location = new PhoneLocation(48.2, 16.3, "Tea House", "Ring 1") });
        foreach (var raw in (string[])[
            """{"type":"button","button":{"payload":null,"text":"Stop"}}""",
            """{"type":"contacts","contacts":[{"name":{"formatted_name":"Ben Weber"},"phones":[{"phone":"+1 555 123 4567"}]}]}""",
            """{"type":"order","order":{"catalog_id":"77","text":"please","product_items":[{"product_retailer_id":"cup","quantity":2,"item_price":10.5,"currency":"USD"}]}}""",
            """{"type":"unsupported","errors":[{"code":131051,"title":"Message type unknown"}]}""",
            """{"type":"system","system":{"type":"user_changed_number","body":"Ana changed","wa_id":"6281299999999"}}"""])
        {
            await ana.SendAsync(new PhoneMessage { Raw = JsonSerializer.Deserialize<JsonElement>(raw) });
        }

        var told = (await ItemsAsync(receiver, 15)).ToLookup(message => message["type"]!.GetValue<string>());
        told.SelectMany(kind => kind).ShouldAllBe(message => message["from"]!.GetValue<string>() == Ana && message["id"]!.GetValue<string>().StartsWith("ABEG", StringComparison.Ordinal));
        told["interactive"].Select(message => message["interactive"]!.ToJsonString()).ShouldBe(
            ["""{"type":"button_reply","button_reply":{"id":"y","title":"Yes"}}""", """{"type":"list_reply","list_reply":{"id":"g1","title":"Sencha","description":"fresh"}}"""], ignoreOrder: true);
        JsonNode.DeepEquals(told["button"].Single()["button"], JsonNode.Parse("""{"payload":null,"text":"Stop"}""")).ShouldBeTrue();
        foreach (var kind in (string[])["image", "video", "document", "audio", "sticker", "voice"])
        {
            var file = told[kind].ShouldHaveSingleItem(kind)[kind]!;
            (file["sha256"]!.GetValue<string>().Length, file["link"], file["file"], file["url"], file["voice"]).ShouldBe((64, null, null, null, null), kind);
            (await program.GetAsync("v1/media/" + file["id"])).Status.ShouldBe(HttpStatusCode.OK, kind);
        }

        (told["document"].Single()["document"]!["filename"]!.GetValue<string>(), told["document"].Single()["document"]!["caption"]!.GetValue<string>()).ShouldBe(("list.pdf", "look"));
        (told["location"].Single()["location"]!["latitude"]!.GetValue<double>(), told["location"].Single()["location"]!["address"]!.GetValue<string>()).ShouldBe((48.2, "Ring 1"));
        told["contacts"].Single()["contacts"]![0]!["name"]!["formatted_name"]!.GetValue<string>().ShouldBe("Ben Weber");
        (told["order"].Single()["order"]!["catalog_id"]!.GetValue<string>(), told["order"].Single()["order"]!["product_items"]![0]!["quantity"]!.GetValue<int>()).ShouldBe(("77", 2));
        told["unknown"].Single()["errors"]![0]!["code"]!.GetValue<int>().ShouldBe(501);
        told["system"].Single()["system"]!.ToJsonString().ShouldBe("""{"type":"user_changed_number","body":"Ana changed","new_wa_id":"6281299999999"}""");
    }

    [Fact]
    public async Task A_file_of_a_kind_that_the_program_does_not_have_downloaded_comes_without_an_id()
    {
        await using var world = await StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        await using var receiver = await ListenAsync();
        using var program = await ListeningAsync(world, shop, receiver);
        await program.PatchAsync("v1/settings/application", """{"media":{"auto_download":["image","audio"]}}""");
        var ana = world.Phone(Ana).Simulated;

        foreach (var (kind, voice) in new[] { ("image", false), ("document", false), ("audio", false), ("audio", true) })
        {
            await ana.SendAsync(new PhoneMessage { To = shop.Number.MetaId, Media = new PhoneMedia { Kind = kind, Voice = voice } });
        }

        var told = (await ItemsAsync(receiver, 4)).ToDictionary(message => message["type"]!.GetValue<string>());
        foreach (var (kind, isDownloaded) in new[] { ("image", true), ("document", false), ("audio", true), ("voice", false) })
        {
            var file = told[kind][kind]!;
            (file["id"] is not null, file["status"]?.GetValue<string>(), file["mime_type"] is not null).ShouldBe((isDownloaded, isDownloaded ? null : "undownloaded", true), kind);
        }
    }

    private static Task<World> StartAsync(Engine engine) => World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");

    private static async Task<Receiver> ListenAsync()
    {
        var receiver = new Receiver();
        await receiver.StartAsync();
        return receiver;
    }

    private static async Task<OldProgram> ListeningAsync(World world, Shop shop, Receiver receiver)
    {
        var program = await OldProgram.LoggedInAsync(world, shop);
        var body = new JsonObject { ["webhooks"] = new JsonObject { ["url"] = new Uri(receiver.Address, "/hook").ToString() } };
        (await program.PatchAsync("v1/settings/application", body.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        return program;
    }

    private static async Task ShownAsync(World world, OldProgram program, int count, string body)
    {
        (await program.MessageAsync(body)).Status.ShouldBe(HttpStatusCode.Created);
        await Eventually.TrueAsync(
            async () => (await world.Phone(Ana).Simulated.ThreadAsync()).Messages.Count(message => !message.FromPhone) >= count, "the message on the phone");
    }

    private static Task<List<JsonNode>> ItemsAsync(Receiver receiver, int count) => Eventually.GetAsync(
        () => Task.FromResult(receiver.Taken.Select(delivery => delivery.Body["messages"]?[0]).OfType<JsonNode>().ToList() is { } all && all.Count >= count ? all : null), $"{count} messages at the program");

    private static async Task OneAsync(Receiver receiver, string type) => (await ItemsAsync(receiver, 1))[0]["type"]!.GetValue<string>().ShouldBe(type);
}
