using System.Globalization;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>The <c>conversation</c> and <c>pricing</c> objects of a status. Meta leaves <c>conversation</c> out from version 24 on, except in free entry points.</summary>
internal sealed class StatusPrice(int version)
{
    private const int FirstWithoutConversation = 24;

    public void Write(WireBuffer wire, Delivery.Delivery delivery, Progress step)
    {
        var type = Billing.TypeOf(delivery);
        var category = type == PriceType.FreeEntryPoint ? "referral_conversion"u8 : CategoryOf(delivery.Category, delivery.Group is not null);
        if (type == PriceType.FreeEntryPoint)
        {
            WriteConversation(wire, step, category, (ulong)delivery.Number.Key ^ delivery.Phone, (ulong)delivery.FreeUntil, delivery.FreeUntil);
        }
        else if (version < FirstWithoutConversation)
        {
            WriteConversation(wire, step, category, (ulong)delivery.Seq, (ulong)delivery.AcceptedAt, delivery.AcceptedAt + Conversations.WindowMs);
        }

        wire.Raw(type switch
        {
            PriceType.FreeCustomerService when delivery.Group is not null => ",\"pricing\":{\"billable\":false,\"pricing_model\":\"PMP\",\"type\":\"free_group_customer_service\",\"category\":\""u8,
            PriceType.FreeCustomerService => ",\"pricing\":{\"billable\":false,\"pricing_model\":\"PMP\",\"type\":\"free_customer_service\",\"category\":\""u8,
            PriceType.FreeEntryPoint => ",\"pricing\":{\"billable\":false,\"pricing_model\":\"PMP\",\"type\":\"free_entry_point\",\"category\":\""u8,
            _ => ",\"pricing\":{\"billable\":true,\"pricing_model\":\"PMP\",\"type\":\"regular\",\"category\":\""u8,
        });
        wire.Raw(category).Raw("\"}"u8);
    }

    /// <summary>One id per message, in a free entry point one per window; when it ends is told with <c>sent</c> only.</summary>
    private static void WriteConversation(WireBuffer wire, Progress step, ReadOnlySpan<byte> origin, ulong first, ulong second, long untilMs)
    {
        Span<byte> id = stackalloc byte[32];
        Mix(first ^ Mix(second)).TryFormat(id, out _, "x16", CultureInfo.InvariantCulture);
        Mix(second ^ Mix(first + 1)).TryFormat(id[16..], out _, "x16", CultureInfo.InvariantCulture);
        wire.Raw(",\"conversation\":{\"id\":\""u8).Raw(id).Raw("\","u8);
        if (step == Progress.Sent)
        {
            wire.Raw("\"expiration_timestamp\":\""u8).Number(untilMs / 1000).Raw("\","u8);
        }

        wire.Raw("\"origin\":{\"type\":\""u8).Raw(origin).Raw("\"}}"u8);
    }

    private static ReadOnlySpan<byte> CategoryOf(MessageCategory category, bool inGroup) => category switch
    {
        MessageCategory.Marketing when inGroup => "group_marketing"u8,
        MessageCategory.Utility when inGroup => "group_utility"u8,
        _ when inGroup => "group_service"u8,
        MessageCategory.Marketing => "marketing"u8,
        MessageCategory.Utility => "utility"u8,
        MessageCategory.Authentication => "authentication"u8,
        _ => "service"u8,
    };

    // SplitMix64's last step: spreads neighbouring numbers over all bits.
    private static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }
}
