using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.OnPremises;
using Microsoft.Extensions.Options;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>One event that cannot be written for a receiver must not stop all that come after it.</summary>
public sealed class OddEventTests
{
    private const string Ana = "6281200000001";
    private const string Budi = "6281200000002";

    /// <summary>A customer can send half a surrogate pair, and Meta may cut a name in the middle of one.</summary>
    [Theory, Engines]
    public async Task Half_a_character_arrives_and_holds_up_nobody(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");
        var shop = await world.OpenShopAsync();
        await using var cloud = await Receiver.SubscribeAsync(world, shop);
        await using var flat = new Receiver();
        await flat.StartAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        (await program.PatchAsync("v1/settings/application", new JsonObject { ["webhooks"] = new JsonObject { ["url"] = new Uri(flat.Address, "/hook").ToString() } }.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);

        await DeliverAsync(world, shop, """{"from":"6281200000001","id":"wamid.HBgNNjI4MTIwMDAwMDAwMRUCABIYFDNBAAAA","timestamp":"1769000000","type":"text","text":{"body":"half \ud83d"}}""");
        await world.Phone(Budi).WriteAsync(shop, "from Budi");
        await world.Phone(Ana).WriteAsync(shop, "from Ana");

        await TextsAsync(cloud, delivery => delivery.Text);
        await TextsAsync(flat, delivery => delivery.Body["messages"]?[0]?["text"]?["body"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"a":"x"}""", """{"a":"x"}""")]
    [InlineData("""{"a":"\ud83d\ude42"}""", """{"a":"\ud83d\ude42"}""")]
    [InlineData("""{"a":"\ud83d\ud83d\ude42"}""", """{"a":"\ufffd\ud83d\ude42"}""")]
    [InlineData("""{"a":"\ude42\ud83d"}""", """{"a":"\ufffd\ufffd"}""")]
    [InlineData("""{"a":"\\ud83d \n \" \u00e9"}""", """{"a":"\\ud83d \n \" \u00e9"}""")]
    [InlineData("""{"\uD83D":1}""", """{"\ufffd":1}""")]
    public void Only_half_characters_are_replaced(string stored, string told) => Encoding.UTF8.GetString(WholeText.Of(Encoding.UTF8.GetBytes(stored))).ShouldBe(told);

    /// <summary>What Kaiwa says itself waits in the order in which it happened.</summary>
    [Fact]
    public void News_of_Kaiwa_s_own_keep_their_order_and_stay_below_those_of_Meta()
    {
        var time = new SimulatedClock();
        var now = time.GetUtcNow();
        var failed = Enumerable.Range(0, 200).Select(_ => TellAwaited.SeqOf(Id<Message>.New(time))).ToList();

        failed.ShouldBeInOrder(SortDirection.Ascending);
        failed.ShouldBeUnique();
        failed[^1].ShouldBeLessThan(0);
        Callbacks.SeqAt(now.AddMilliseconds(1)).ShouldBeInRange(Callbacks.SeqAt(now) + 1, -1);
    }

    [Fact]
    public async Task Credentials_with_a_line_break_are_refused_in_words()
    {
        using var proxy = new LinkProxy(Options.Create(new OnPremisesOptions { PrivateLinks = true }));
        var provider = new JsonObject { ["config"] = new JsonObject { ["bearer"] = "a\nb" } };

        (await proxy.FetchAsync("http://127.0.0.1:1/", provider, TestContext.Current.CancellationToken)).Problem.ShouldNotBeNull().ShouldContain("line break");
    }

    [Fact]
    public async Task A_program_that_sends_half_a_character_is_told_so()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        foreach (var (path, json) in new[] { ("v1/messages", """{"to":"6281200000001","type":"text","text":{"body":"\ud83d"}}"""), ("v1/contacts", """{"contacts":["\ud83d"]}"""), ("v1/settings/backup", """{"password":"\ud83d"}""") })
        {
            (await program.PostAsync(path, json)).Status.ShouldBe(HttpStatusCode.BadRequest, path);
        }

        (await program.PatchAsync("v1/settings/application", """{"webhooks":{"url":"\ud83d"}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task TextsAsync(Receiver receiver, Func<Receiver.Delivery, string?> text)
    {
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Taken.Count >= 3), "three messages at the receiver");
        receiver.Taken.Select(text).Order(StringComparer.Ordinal).ShouldBe(["from Ana", "from Budi", "half \ufffd"]);
    }

    private static async Task DeliverAsync(World world, Shop shop, string message)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{shop.Number.Waba.MetaId}}}","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100199","phone_number_id":"{{{shop.Number.MetaId}}}"},"contacts":[{"profile":{"name":"Ana \ud83d"},"wa_id":"{{{Ana}}}"}],"messages":[{{{message}}}]},"field":"messages"}]}]}""");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, world.Simulator.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(world.Simulator.Options.AppSecret), body)));
        (await client.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }
}
