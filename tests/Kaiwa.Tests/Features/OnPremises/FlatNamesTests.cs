using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>A callback names a message as the program was told when it sent it.</summary>
public sealed class FlatNamesTests
{
    [Theory, Engines]
    public async Task Statuses_and_customers_messages_have_the_names_that_the_program_can_use(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var ana = world.Phone("6281200000001");
        var picture = await ana.Simulated.SendAsync(new PhoneMessage { To = shop.Number.MetaId, Media = new PhoneMedia { Kind = "image", Base64 = "/9j/4AECAwQFBgcICQo=", MimeType = "image/jpeg" } });
        await shop.Agent.ConversationAsync(ana);
        var sent = (await program.TextAsync(ana.Number, "Thank you")).MessageId!;
        var wamid = (await world.Simulator.MessagesAsync(ana.Number)).ShouldHaveSingleItem().Wamid;
        var value = (JsonObject)JsonNode.Parse(
            $$$"""
            {"messages":[{"from":"6281200000001","id":"{{{picture}}}","type":"image","context":{"id":"{{{wamid}}}"},"image":{"id":"4711"}}],
             "statuses":[{"id":"{{{wamid}}}","status":"sent","recipient_id":"6281200000001"},{"id":"wamid.stranger","status":"sent","recipient_id":"1"}]}
            """)!;

        var names = await world.Services.GetRequiredService<FlatNamesStore>().OfAsync(shop.Number, value, null, CancellationToken.None);
        var flat = FlatWebhook.From(value, names, new FlatSwitches(true, true, true))!;

        flat["statuses"]![0]!["id"]!.GetValue<string>().ShouldBe(sent);
        flat["statuses"]![1]!["id"]!.GetValue<string>().ShouldBe("wamid.stranger");
        flat["messages"]![0]!["context"]!["id"]!.GetValue<string>().ShouldBe(sent);
        var id = flat["messages"]![0]!["id"]!.GetValue<string>();
        id.ShouldStartWith("ABEG");
        (await program.PutAsync("v1/messages/" + id, """{"status":"read"}""")).Words.ShouldNotContain("errors");
        (await program.GetAsync("v1/media/" + flat["messages"]![0]!["image"]!["id"])).Bytes.Length.ShouldBeGreaterThan(5);
    }
}
