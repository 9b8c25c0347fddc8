using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>Whether a delivered message is charged, and if not, why. The numbers are those of <see cref="Billing.TypeSql"/>.</summary>
internal enum PriceType
{
    Regular = 0,
    FreeCustomerService = 1,
    FreeEntryPoint = 2,
}

/// <summary>Meta's price per message, said once for the webhooks and once, in SQL, for the ledger.</summary>
internal static class Billing
{
    /// <summary>1 = in the customer service window, 64 = in a free entry point.</summary>
    public const string TypeSql = "CASE WHEN (flags & 64) <> 0 THEN 2 WHEN at < $charged AND (category = 0 OR (category = 2 AND (flags & 1) <> 0)) THEN 1 ELSE 0 END";

    /// <summary>From this day on Meta charges for service messages and for utility templates inside the window.</summary>
    public static readonly long ServiceChargedFrom = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static PriceType TypeOf(Delivery.Delivery delivery) =>
        delivery.Has(DeliveryFlags.FreeEntryPoint) ? PriceType.FreeEntryPoint
        : delivery.AcceptedAt < ServiceChargedFrom && (delivery.Category == MessageCategory.Service || (delivery.Category == MessageCategory.Utility && delivery.Has(DeliveryFlags.InWindow))) ? PriceType.FreeCustomerService
        : PriceType.Regular;

    public static string NameOf(PriceType type) => type switch
    {
        PriceType.FreeCustomerService => "free_customer_service",
        PriceType.FreeEntryPoint => "free_entry_point",
        _ => "regular",
    };
}
