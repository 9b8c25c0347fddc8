using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Features;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Testing;
using Microsoft.Extensions.Options;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>A webhook does not reach into the operator's own network, whatever its name leads to.</summary>
public sealed class RelayAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Private_addresses_are_closed(string address) => Guard(false).Allows(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2a00:1450:4001::200e")]
    public void Public_addresses_are_open(string address) => Guard(false).Allows(IPAddress.Parse(address)).ShouldBeTrue();

    [Fact]
    public void The_operator_may_open_them() => Guard(true).Allows(IPAddress.Loopback).ShouldBeTrue();

    [Theory, Engines]
    public async Task A_private_address_cannot_be_subscribed(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        (await ProblemAsync(program, "https://127.0.0.1/hook")).ShouldBe("webhook-address-private");
        (await ProblemAsync(program, "https://localhost/hook")).ShouldBe("webhook-address-private");
        (await ProblemAsync(program, "http://127.0.0.1:5080/hook")).ShouldBe("webhook-address-private");
        (await ProblemAsync(program, "https://[::ffff:169.254.169.254]/latest")).ShouldBe("webhook-address-private");
        (await ProblemAsync(program, "https://2130706433/hook")).ShouldBe("webhook-address-private");
        (await ProblemAsync(program, "http://example.com/hook")).ShouldBe("webhook-address");
        (await ProblemAsync(program, "https://me:you@example.com/hook")).ShouldBe("webhook-address");
        (await ProblemAsync(program, "hook")).ShouldBe("webhook-address");
        (await ProblemAsync(program, "https://" + string.Join('.', Enumerable.Repeat("a-very-long-name-indeed", 12)) + ".example/hook")).ShouldBe("webhook-host-unknown");
        (await program.GetStringAsync("/api/v1/webhooks")).ShouldBe("[]");
    }

    /// <summary>A name may lead elsewhere after it was looked at: it is looked at again at every connection.</summary>
    [Theory, Engines]
    public async Task A_private_address_is_refused_at_the_connection_too(Engine engine)
    {
        Dictionary<string, string?> settings = [];
        await using var world = await World.StartAsync(engine, given => (settings = given)["Kaiwa:Relay:AllowPrivateAddresses"] = "true");
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        settings["Kaiwa:Relay:AllowPrivateAddresses"] = "false";
        await world.RestartKaiwaAsync();
        using var program = world.Program(shop.Key);

        await world.Phone("+62 811 1111 111").WriteAsync(shop, "Hello");

        var test = JsonNode.Parse(await (await program.PostAsync($"/api/v1/webhooks/{receiver.Id}/test", null)).Content.ReadAsStringAsync())!;
        test["taken"]!.GetValue<bool>().ShouldBeFalse();
        test["problem"]!["type"]!.GetValue<string>().ShouldBe("webhook-address-private");
        await Eventually.TrueAsync(async () => (await program.GetStringAsync($"/api/v1/webhooks/{receiver.Id}")).Contains("webhook-address-private", StringComparison.Ordinal), "the webhook to say why it fails");
        receiver.Taken.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_redirect_is_not_followed_and_a_test_says_how_the_receiver_answers(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        using var program = world.Program(shop.Key);

        var good = JsonNode.Parse(await (await program.PostAsync($"/api/v1/webhooks/{receiver.Id}/test", null)).Content.ReadAsStringAsync())!;
        (await program.PatchAsJsonAsync($"/api/v1/webhooks/{receiver.Id}", new { address = new Uri(receiver.Address, "/moved") })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var moved = JsonNode.Parse(await (await program.PostAsync($"/api/v1/webhooks/{receiver.Id}/test", null)).Content.ReadAsStringAsync())!;

        good["taken"]!.GetValue<bool>().ShouldBeTrue();
        receiver.Taken.ShouldHaveSingleItem().IsSigned.ShouldBeTrue();
        moved["taken"]!.GetValue<bool>().ShouldBeFalse();
        moved["status"]!.GetValue<int>().ShouldBe(302);
        (await program.DeleteAsync($"/api/v1/webhooks/{receiver.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await program.GetAsync($"/api/v1/webhooks/{receiver.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static AddressGuard Guard(bool allowsPrivate) => new(allowsPrivate);

    private static async Task<string> ProblemAsync(HttpClient program, string address)
    {
        using var answer = await program.PostAsJsonAsync("/api/v1/webhooks", new { name = "hook", address });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, address);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["type"]!.GetValue<string>().Split('/')[^1];
    }
}
