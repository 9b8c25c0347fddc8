using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The form in which the relay speaks to a program of the On-Premises API: as the program's own settings say.</summary>
internal sealed class FlatForms(SettingsStore settings, FlatNamesStore names, RepeatedStatuses repeated, CloudEnvelope cloud, NumberDirectory numbers)
{
    public async Task<RelayForm> OfAsync(RelaySubscription subscription, CancellationToken ct)
    {
        if (subscription.NumberId is not { } id || numbers.Find(id) is not { } number)
        {
            throw new InvalidOperationException($"The callbacks {subscription.Id} are of no number that is known.");
        }

        await repeated.RecallAsync(subscription, told => Keys(ValueOf(cloud.Write(told))));
        return new Form(subscription.Id, number, ApplicationSettings.Callbacks(await settings.ReadAsync(number, ct)), names, repeated, cloud);
    }

    private static JsonObject ValueOf(byte[] envelope) => (JsonObject)JsonNode.Parse(envelope)!["entry"]![0]!["changes"]![0]!["value"]!;

    /// <summary>What each status says, of which message and of which time: a repetition says the same.</summary>
    private static IEnumerable<string> Keys(JsonObject value) => value["statuses"] is JsonArray statuses ? statuses.Select(status => $"{status?["id"]}:{status?["status"]}:{status?["timestamp"]}") : [];

    /// <summary>Unsigned, and taken with 200 only; tried again after one step, two steps, three… for a conversation and for all of them alike.</summary>
    private sealed class Form(Id<RelaySubscription> subscription, Number number, CallbackSettings settings, FlatNamesStore names, RepeatedStatuses repeated, CloudEnvelope cloud) : RelayForm
    {
        public override byte[] Ping { get; } = "{}"u8.ToArray();

        public override bool IsSigned => false;

        public override IReadOnlyDictionary<string, string> Headers => settings.Headers;

        public override int MostAtOnce => settings.AtOnce;

        public override string? Ca => settings.Ca;

        public override async Task<byte[]?> WriteAsync(RelayEvent news, CancellationToken ct)
        {
            var value = ValueOf(cloud.Write(news));
            if (Keys(value).ToList() is { Count: > 0 } statuses && statuses.TrueForAll(status => repeated.Contains(subscription, status, news.Seq)))
            {
                return null;
            }

            return Bytes(value, await names.OfAsync(number, value, news.MessageId, ct));
        }

        // It never had a name at Meta: Kaiwa's stands in its place.
        public override byte[]? WriteStatus(Number from, Action<Utf8JsonWriter> status) => Bytes(
            ValueOf(CloudEnvelope.WriteStatus(from, status)),
            new FlatNames(id => Id<Message>.TryParse(id, null, out var message) ? OnPremisesIds.Outgoing(message) : id, media => media));

        public override bool Takes(int status) => status == 200;

        public override TimeSpan WaitOfReceiver(int attempts) => WaitOfConversation(attempts);

        public override TimeSpan WaitOfConversation(int attempts) => TimeSpan.FromTicks(Math.Min(settings.LongestStep.Ticks, settings.Step.Ticks * Math.Min(attempts, 1_000_000)));

        private byte[]? Bytes(JsonObject value, FlatNames known) => FlatWebhook.From(value, known, FlatSwitches.Of(settings)) is { } body ? CloudJson.Bytes(body) : null;
    }
}
