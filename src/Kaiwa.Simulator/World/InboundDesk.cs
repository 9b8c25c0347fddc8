using System.Collections.Concurrent;
using System.Text.Json;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.Webhooks;

namespace Kaiwa.Simulator.World;

/// <summary>Messages that phones send: stored first, then told to the business by webhook; and which of them the business has marked read.</summary>
internal sealed class InboundDesk(Platform platform)
{
    private readonly ConcurrentDictionary<ulong, long> typingUntil = new();

    /// <summary>Stores a message from a phone and posts its webhook. <paramref name="body"/> is the message object without from, id and timestamp.</summary>
    public async Task<string> SendAsync(ulong phone, BusinessNumber number, MessageKind kind, byte[] body, bool inGroup = false)
    {
        var now = platform.Clock.NowMs;
        var hidden = platform.Phones.Find(phone) is { HidesNumber: true };
        var referred = IsReferred(body);
        var row = platform.Writer.Rent();
        var seq = platform.NextSeq();
        row.Seq = seq;
        row.Inbound = true;
        row.Number = number.Key;
        row.Phone = phone;
        row.Flags = (int)((hidden ? DeliveryFlags.NumberHidden : DeliveryFlags.None) | (referred ? DeliveryFlags.Referred : DeliveryFlags.None) | (inGroup ? DeliveryFlags.InGroup : DeliveryFlags.None));
        row.Kind = kind;
        row.Hash = Api.Json.ContentHash.Of(kind, body);
        row.At = now;
        row.Body = body;
        await platform.Writer.InsertAsync(row);
        platform.Writer.Return(row);
        if (number.Blocks(phone))
        {
            platform.Notes.InboundKeptFrom(seq);
            platform.Courier.Changed?.Invoke(phone);
            return platform.Json.Wamid(seq, inbound: true, phone, hidden);
        }

        if (!inGroup)
        {
            platform.Conversations.CustomerWrote(number.Key, phone, now);
        }

        if (referred)
        {
            platform.Conversations.CameByReferral(number.Key, phone, now);
        }

        number.Throughput.TryTake(platform.Scheduler.NowMs);

        if ((number.Account.Subscribed || number.Registration.IsOnPremises) && platform.Phones.Find(phone)?.Blocks(number.Key) != true)
        {
            platform.Courier.Dispatch(new InboundNotice(seq, number, phone, hidden, now, body, platform.Notes) { Sender = platform.Sender });
        }

        platform.Courier.Changed?.Invoke(phone);
        return platform.Json.Wamid(seq, inbound: true, phone, hidden);
    }

    /// <summary>The business has read this message, and with it all earlier ones of the thread.</summary>
    public void MarkRead(long seq, bool typing)
    {
        _ = platform.Writer.WriteAsync(c =>
        {
            SimulatorDatabase.Execute(c,
                "UPDATE message SET read_at = $now WHERE inbound = 1 AND read_at = 0 AND seq <= $seq AND phone = (SELECT phone FROM message WHERE seq = $seq) AND number = (SELECT number FROM message WHERE seq = $seq)",
                ("$now", platform.Clock.NowMs), ("$seq", seq));
        });
        if (platform.Courier.Changed is { } changed)
        {
            foreach (var phone in platform.Database.Query("SELECT phone FROM message WHERE seq = $seq", r => (ulong)r.GetInt64(0), ("$seq", seq)))
            {
                typingUntil[phone] = typing ? platform.Scheduler.NowMs + 25_000 : 0;
                changed(phone);
            }
        }
    }

    private static bool IsReferred(byte[] body)
    {
        if (body.AsSpan().IndexOf("\"referral\""u8) < 0)
        {
            return false;
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("referral", out _);
    }

    public bool IsTyping(ulong phone) => typingUntil.TryGetValue(phone, out var until) && until > platform.Scheduler.NowMs;

    public void StopTyping(ulong phone) => typingUntil.TryRemove(phone, out _);
}
