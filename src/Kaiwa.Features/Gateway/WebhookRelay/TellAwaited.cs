using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>
/// A program that did not wait for Meta's id hears of it with the first status. A message that never came to Meta has no status of Meta's:
/// here Kaiwa says itself that it failed, in the same shape.
/// </summary>
internal sealed class TellAwaited(AwaitedStore awaited, SubscriptionStore subscriptions, HeldStore held, RelayForms forms, NumberDirectory numbers, Database database, TimeProvider time) : IRecurringJob
{
    private const int Most = 200;

    public string Name => "tell-awaited";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var one in await awaited.SettledAsync(Most, ct))
        {
            var told = one is { Wamid: null, State: MessageState.Failed or MessageState.Cancelled or MessageState.Expired } ? await ReceiversAsync(one, ct) : [];
            await database.InTransactionAsync(
                async unit =>
                {
                    if (!await awaited.DeleteAsync(unit, one))
                    {
                        return;
                    }

                    foreach (var (subscription, body) in told)
                    {
                        await held.AddOwnAsync(unit, subscription, new HeldEvent { Conversation = one.ContactId.Value, Seq = SeqOf(one.Id), HeldAt = time.GetUtcNow(), Raw = body });
                    }
                },
                WritePriority.Bulk,
                ct);
        }
    }

    private async Task<List<(RelaySubscription Subscription, byte[] Body)>> ReceiversAsync(Awaited one, CancellationToken ct)
    {
        var error = one.State == MessageState.Failed && Problem.Read(one.Failure) is { } problem
                ? problem.Type is "uncertain" or "no-answer" ? GraphErrors.Uncertain(one.Id) : GraphErrors.Of(problem)
            : one.State == MessageState.Failed ? GraphErrors.Of(131000, null)
            : GraphErrors.TakenBack();
        var number = numbers.Find(one.NumberId);
        var receivers = new List<(RelaySubscription Subscription, byte[] Body)>();
        foreach (var subscription in number is null ? [] : await subscriptions.AllAsync(one.WorkspaceId, ct))
        {
            if (subscription.Wants("messages", one.NumberId) && (await forms.OfAsync(subscription, ct)).WriteStatus(number!, writer => Write(writer, one, error)) is { } body)
            {
                receivers.Add((subscription, body));
            }
        }

        return receivers;
    }

    private void Write(Utf8JsonWriter writer, Awaited one, GraphError error)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, one.Id.ToString());
        writer.WriteString("status"u8, "failed"u8);
        writer.WriteString("timestamp"u8, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        writer.WriteString("recipient_id"u8, one.Recipient);
        writer.WriteStartArray("errors"u8);
        writer.WriteStartObject();
        writer.WriteNumber("code"u8, error.Code);
        writer.WriteString("title"u8, error.Message);
        writer.WriteString("message"u8, error.Message);
        if (error.Details is { } details)
        {
            writer.WriteStartObject("error_data"u8);
            writer.WriteString("details"u8, details);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        if (one.Callback is { } callback)
        {
            writer.WriteString("biz_opaque_callback_data"u8, callback);
        }

        writer.WriteString("kaiwa_message_id"u8, one.Id.ToString());
        writer.WriteEndObject();
    }

    /// <summary>No stored part is behind it, so its number is out of their range: the message's own, below zero, and in the order of the messages.</summary>
    internal static long SeqOf(Id<Message> id)
    {
        // A UUIDv7 of ours: 48 bits of milliseconds, and 18 of a counter around the version and the variant.
        var bytes = id.ToBytes();
        var head = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ((head >>> 16 << 18) | ((head & 0xFFF) << 6) | (bytes[8] & 0x3FL)) - long.MaxValue;
    }
}
