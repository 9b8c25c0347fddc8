using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Rules;

/// <summary>Bills (India's rules for rupees, Brazil's for reais) and what becomes of orders.</summary>
internal static class PaymentRules
{
    private const int SecondsAhead = 300;
    private static readonly string[] OrderStates = ["pending", "processing", "partially-shipped", "shipped", "completed", "canceled"];

    public static Refusal? Details(JsonSlice parameters, long nowMs)
    {
        var inIndia = parameters["currency"u8].Is("INR"u8);
        if (!inIndia && !parameters["currency"u8].Is("BRL"u8))
        {
            return Refusal.Invalid("currency must be one of INR, BRL.");
        }

        if (!parameters["type"u8].Is("digital-goods"u8) && !parameters["type"u8].Is("physical-goods"u8))
        {
            return Refusal.Invalid("type must be one of digital-goods, physical-goods.");
        }

        if (!parameters["payment_settings"u8].IsArray || parameters["payment_settings"u8].Count == 0)
        {
            return Refusal.Missing("payment_settings are required");
        }

        return Reference(parameters["reference_id"u8], inIndia) ?? Amount(parameters["total_amount"u8], "total_amount", out var total) ?? Order(parameters["order"u8], total, inIndia ? nowMs : null);
    }

    public static Refusal? Status(JsonSlice parameters)
    {
        var status = parameters["order"u8]["status"u8];
        var payment = parameters["payment"u8]["status"u8];
        return !parameters["reference_id"u8].IsString ? Refusal.Missing("reference_id is required")
            : !status.IsString ? Refusal.Missing("order.status is required")
            : !OrderStates.Contains(status.Text, StringComparer.Ordinal) ? Refusal.Invalid($"order.status must be one of {string.Join(", ", OrderStates)}.")
            : payment.Exists && !payment.Is("pending"u8) && !payment.Is("captured"u8) && !payment.Is("failed"u8) ? Refusal.Invalid("payment.status must be one of pending, captured, failed.")
            : null;
    }

    private static Refusal? Reference(JsonSlice reference, bool inIndia)
    {
        var longest = inIndia ? 35 : 60;
        if (reference.Length == 0 || reference.Length > longest)
        {
            return Refusal.Invalid($"reference_id length invalid. Min length: 1, Max length: {longest}");
        }

        return !inIndia || reference.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? null
            : Refusal.Invalid("reference_id may have letters, digits, _ . and - only.");
    }

    private static Refusal? Order(JsonSlice order, long total, long? nowMsInIndia)
    {
        if (!order.Exists)
        {
            return null;
        }

        if (!order["items"u8].IsArray || order["items"u8].Count == 0)
        {
            return Refusal.Missing("order.items are required");
        }

        var items = new JsonItems(order["items"u8].Raw);
        while (items.MoveNext())
        {
            var item = items.Value;
            if (item["name"u8].Length is 0 or > 60 || !item["quantity"u8].TryInteger(out var quantity) || quantity < 1)
            {
                return Refusal.Invalid($"Item {items.Index} needs a name of 1 to 60 characters and a quantity.");
            }

            if (Amount(item["amount"u8], "amount", out _) is { } wrong)
            {
                return wrong;
            }
        }

        var ends = order["expiration"u8]["timestamp"u8];
        if (nowMsInIndia is { } nowMs && ends.Exists && !(ends.TryInteger(out var at) && at >= (nowMs / 1000) + SecondsAhead))
        {
            return Refusal.Invalid($"order.expiration.timestamp must be at least {SecondsAhead} seconds in the future.");
        }

        return Amount(order["subtotal"u8], "order.subtotal", out var subtotal)
            ?? Part(order["tax"u8], "order.tax", out var tax)
            ?? Part(order["shipping"u8], "order.shipping", out var shipping)
            ?? Part(order["discount"u8], "order.discount", out var discount)
            ?? (subtotal + tax + shipping - discount == total ? null : Refusal.Invalid("total_amount must be subtotal + tax + shipping - discount."));
    }

    private static Refusal? Part(JsonSlice part, string name, out long value)
    {
        value = 0;
        return part.Exists ? Amount(part, name, out value) : null;
    }

    private static Refusal? Amount(JsonSlice amount, string name, out long value)
    {
        value = 0;
        return !amount.Exists ? Refusal.Missing($"{name} is required")
            : amount["value"u8].TryInteger(out value) && value >= 0 && amount["offset"u8].TryInteger(out var offset) && offset == 100 ? null
            : Refusal.Invalid($"{name} must have a value and an offset of 100.");
    }
}
