using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Testing;
using Kaiwa.Tests.WhatsApp;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>Every example of a webhook that the tests own goes in by HTTP and comes out of the relay as it went in.</summary>
public sealed class ExamplesPassedOnTests
{
    [Theory, Engines]
    public async Task Every_webhook_arrives_at_the_shops_program_as_Meta_wrote_it(Engine engine)
    {
        await using var world = await World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        using var meta = new HttpClient();
        var expected = new List<JsonNode>();
        foreach (var name in Fixture.Names.Where(name => Fixture.Text(name).Contains("\"102290129340398\"", StringComparison.Ordinal)))
        {
            var text = Fixture.Text(name).Replace("\"wamid.", $"\"wamid.{name}.", StringComparison.Ordinal)
                .Replace("106540352242922", shop.Number.MetaId, StringComparison.Ordinal).Replace("102290129340398", shop.Number.Waba.MetaId, StringComparison.Ordinal).Replace("15550783881", Digits(shop.Number.Display), StringComparison.Ordinal);
            expected.AddRange(Alone(JsonNode.Parse(text)!));
            await DeliverAsync(world, meta, Encoding.UTF8.GetBytes(text));
        }

        await Eventually.TrueAsync(() => Task.FromResult(receiver.Taken.Count >= expected.Count), $"{expected.Count} events at the receiver");
        var came = receiver.Taken.Select(delivery => delivery.Body).ToList();
        var lacking = expected.Where(wanted => !came.Any(body => IsSame(body, wanted))).ToList();
        lacking.Select(wanted => wanted.ToJsonString()).ShouldBeEmpty($"It came: {string.Join('\n', came.Select(body => body.ToJsonString()))}");
        came.Count.ShouldBe(expected.Count);
    }

    /// <summary>One envelope for each message, status and preference; anything else stays whole.</summary>
    private static IEnumerable<JsonNode> Alone(JsonNode webhook)
    {
        foreach (var entry in webhook["entry"]!.AsArray())
        {
            foreach (var change in entry!["changes"]!.AsArray())
            {
                var lists = change!["field"]!.GetValue<string>() is "messages" or "user_preferences"
                    ? new[] { "messages", "statuses", "user_preferences" }.Where(list => change["value"]![list] is JsonArray).ToList() : [];
                if (lists.Count == 0)
                {
                    yield return Envelope(entry, change, change["value"]!.DeepClone(), withTime: true);
                }

                foreach (var list in lists)
                {
                    foreach (var item in change["value"]![list]!.AsArray())
                    {
                        var value = change["value"]!.DeepClone().AsObject();
                        foreach (var other in new[] { "messages", "statuses", "user_preferences", "contacts" })
                        {
                            value.Remove(other);
                        }

                        value[list] = new JsonArray(item!.DeepClone());
                        if (Contact(change["value"]!["contacts"], list, item) is { } contact)
                        {
                            value["contacts"] = new JsonArray(contact);
                        }

                        yield return Envelope(entry, change, value, withTime: false);
                    }
                }
            }
        }
    }

    /// <summary>A message travels with its sender's profile, a status with the recipient's names but without the profile, a preference alone.</summary>
    private static JsonNode? Contact(JsonNode? contacts, string list, JsonNode item)
    {
        var (id, user) = list == "messages" ? ("from", "from_user_id") : ("recipient_id", "recipient_user_id");
        var contact = contacts?.AsArray().FirstOrDefault(one => Same(one!["wa_id"], item[id]) || Same(one["user_id"], item[user]))?.DeepClone();
        if (list != "messages")
        {
            contact = (item[id] is null && item[user] is null) || item["recipient_type"]?.GetValue<string>() == "group" ? null : new JsonObject();
            Put(contact, "wa_id", item[id]);
            Put(contact, "user_id", item[user]);
        }

        return list == "user_preferences" ? null : contact;
    }

    private static void Put(JsonNode? contact, string name, JsonNode? value)
    {
        if (contact is not null && value is not null)
        {
            contact[name] = value.DeepClone();
        }
    }

    /// <summary>Where Meta gave no time, the time of arrival stands.</summary>
    private static bool IsSame(JsonNode came, JsonNode wanted)
    {
        var body = came.DeepClone();
        if (wanted["entry"]![0]!["time"] is null)
        {
            body["entry"]![0]!.AsObject().Remove("time");
        }

        return JsonNode.DeepEquals(body, wanted);
    }

    private static bool Same(JsonNode? left, JsonNode? right) => left is not null && right is not null && JsonNode.DeepEquals(left, right);

    private static JsonObject Envelope(JsonNode entry, JsonNode change, JsonNode value, bool withTime)
    {
        var one = new JsonObject { ["id"] = entry["id"]!.DeepClone(), ["changes"] = new JsonArray(new JsonObject { ["value"] = value, ["field"] = change["field"]!.DeepClone() }) };
        if (withTime && entry["time"] is { } time)
        {
            one["time"] = time.DeepClone();
        }

        return new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray(one) };
    }

    private static string Digits(string display) => string.Concat(display.Where(char.IsAsciiDigit));

    private static async Task DeliverAsync(World world, HttpClient meta, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.KaiwaAddress, "/webhooks/whatsapp/shop")) { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(world.Simulator.Options.AppSecret), body)));
        using var answer = await meta.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(200);
    }
}
