using System.Buffers.Text;
using System.Text;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>The objects inside a <c>messages</c> webhook, in Meta's shape and order.</summary>
internal sealed class WebhookJson(Phones phones, WamidCodec wamids, int version)
{
    private readonly StatusPrice price = new(version);

    public void WriteContact(WireBuffer wire, ulong phone, bool hidden)
    {
        var handset = phones.Find(phone);
        wire.Raw("{\"profile\":{\"name\":\""u8);
        if (handset?.Name is { } name)
        {
            wire.Text(name);
        }
        else
        {
            People.WriteName(wire, phone);
        }

        if (handset?.Username is { } username)
        {
            wire.Raw("\",\"username\":\""u8).Text(username);
        }

        wire.Raw("\"}"u8);
        if (!hidden)
        {
            wire.Raw(",\"wa_id\":\""u8).Number((long)phone).Raw("\""u8);
        }

        wire.Raw(",\"user_id\":\""u8);
        WriteUserId(wire, phone);
        wire.Raw("\"}"u8);
    }

    public void WriteStatus(WireBuffer wire, Delivery.Delivery delivery, Progress step)
    {
        wire.Raw("{\"id\":\""u8);
        if (delivery.Group is { } group)
        {
            WriteWamid(wire, group.Seq, inbound: false, delivery.Number.Digits, hidden: false);
        }
        else
        {
            WriteWamid(wire, delivery.Seq, inbound: false, delivery.Phone, delivery.Has(DeliveryFlags.NumberHidden));
        }

        wire.Raw(step switch
        {
            Progress.Sent => "\",\"status\":\"sent\",\"timestamp\":\""u8,
            Progress.Delivered => "\",\"status\":\"delivered\",\"timestamp\":\""u8,
            Progress.Read => "\",\"status\":\"read\",\"timestamp\":\""u8,
            Progress.Played => "\",\"status\":\"played\",\"timestamp\":\""u8,
            _ => "\",\"status\":\"failed\",\"timestamp\":\""u8,
        });
        wire.Number(delivery.TimeOf(step) / 1000).Raw("\""u8);
        WriteRecipient(wire, delivery);
        if (delivery.Callback is { } callback)
        {
            wire.Raw(",\"biz_opaque_callback_data\":\""u8).Text(callback).Raw("\""u8);
        }

        if (delivery.Kind != MessageKind.Reaction && (step is Progress.Sent || (step is Progress.Delivered or Progress.Read && CarriesPricing(delivery, step))))
        {
            price.Write(wire, delivery, step);
        }

        if (step == Progress.Failed)
        {
            WriteErrors(wire, delivery.Error);
        }

        wire.Raw("}"u8);
    }

    private static void WriteRecipient(WireBuffer wire, Delivery.Delivery delivery)
    {
        if (delivery.Group is { } group)
        {
            wire.Raw(",\"recipient_id\":\""u8).Text(group.Group).Raw("\",\"recipient_type\":\"group\",\"recipient_participant_id\":\""u8).Number((long)delivery.Phone)
                .Raw("\",\"recipient_participant_user_id\":\""u8);
        }
        else
        {
            if (!delivery.Has(DeliveryFlags.NumberHidden))
            {
                wire.Raw(",\"recipient_id\":\""u8).Number((long)delivery.Phone).Raw("\""u8);
            }

            wire.Raw(",\"recipient_user_id\":\""u8);
        }

        WriteUserId(wire, delivery.Phone);
        wire.Raw("\""u8);
    }

    public void WriteInbound(WireBuffer wire, long seq, ulong phone, bool hidden, long atMs, ReadOnlySpan<byte> body)
    {
        wire.Raw("{"u8);
        if (!hidden)
        {
            wire.Raw("\"from\":\""u8).Number((long)phone).Raw("\","u8);
        }

        wire.Raw("\"from_user_id\":\""u8);
        WriteUserId(wire, phone);
        wire.Raw("\",\"id\":\""u8);
        WriteWamid(wire, seq, inbound: true, phone, hidden);
        wire.Raw("\",\"timestamp\":\""u8).Number(atMs / 1000).Raw("\","u8).Json(body[1..]);
    }

    public int WriteWamid(Span<byte> target, long seq, bool inbound, ulong phone, bool hidden)
    {
        Span<byte> party = stackalloc byte[32];
        int length;
        if (hidden)
        {
            length = Encoding.ASCII.GetBytes(UserId.Of(phone), party);
        }
        else
        {
            Utf8Formatter.TryFormat(phone, party, out length);
        }

        return wamids.Write(target, seq, inbound, party[..length]);
    }

    public string Wamid(long seq, bool inbound, ulong phone, bool hidden)
    {
        Span<byte> target = stackalloc byte[WamidCodec.MaxLength];
        return Encoding.ASCII.GetString(target[..WriteWamid(target, seq, inbound, phone, hidden)]);
    }

    private void WriteWamid(WireBuffer wire, long seq, bool inbound, ulong phone, bool hidden)
    {
        Span<byte> target = stackalloc byte[WamidCodec.MaxLength];
        wire.Text(target[..WriteWamid(target, seq, inbound, phone, hidden)]);
    }

    private static void WriteUserId(WireBuffer wire, ulong phone)
    {
        Span<char> id = stackalloc char[32];
        wire.Text(id[..UserId.Write(id, phone)]);
    }

    private static bool CarriesPricing(Delivery.Delivery delivery, Progress step) =>
        step == Progress.Delivered || (delivery.Happened & Progress.Delivered) == Progress.None;

    private static void WriteErrors(WireBuffer wire, int code)
    {
        var error = MetaError.Find(code);
        wire.Raw(",\"errors\":[{\"code\":"u8).Number(code).Raw(",\"title\":\""u8).Text(error.Title).Raw("\",\"message\":\""u8).Text(error.Title)
            .Raw("\",\"error_data\":{\"details\":\""u8).Text(error.Details)
            .Raw("\"},\"href\":\""u8).Text("https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/").Raw("\"}]"u8);
    }
}
