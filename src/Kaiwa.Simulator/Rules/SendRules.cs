using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>What Meta's rules say about one well-formed send: refused at once, accepted but bound to fail, or fine.</summary>
internal sealed class SendRules(SimulatorOptions options, Phones phones, Conversations conversations)
{
    public readonly record struct Verdict(Refusal? Refusal, int FailsWith, DeliveryFlags Flags, long FreeUntil = 0);

    public Verdict Judge(BusinessNumber number, ulong phone, MessageKind kind, MessageCategory category, bool toUserId, bool isRegistered, long simulatedMs, long monotonicMs)
    {
        if (!isRegistered)
        {
            return Refuse(133010);
        }

        if (number.Blocks(phone))
        {
            return Refuse(130403);
        }

        if (phone == number.Digits)
        {
            return Refuse(131021);
        }

        if (toUserId && category == MessageCategory.Authentication)
        {
            return Refuse(131062);
        }

        if (!options.Open)
        {
            if (!number.Throughput.TryTake(monotonicMs))
            {
                return Refuse(130429);
            }

            if (!conversations.TryTakePair(number.Key, phone, monotonicMs))
            {
                return Refuse(131056);
            }
        }

        return Later(number, phone, kind, category, toUserId, simulatedMs);
    }

    private Verdict Later(BusinessNumber number, ulong phone, MessageKind kind, MessageCategory category, bool toUserId, long simulatedMs)
    {
        var handset = phones.Find(phone);
        var inWindow = conversations.IsOpen(number.Key, phone, simulatedMs);
        var flags = (inWindow ? DeliveryFlags.InWindow : DeliveryFlags.None) | (toUserId ? DeliveryFlags.ToUserId : DeliveryFlags.None) | (handset is { HidesNumber: true } ? DeliveryFlags.NumberHidden : DeliveryFlags.None);
        if (MagicNumbers.Find(phone) is { FailsWith: > 0 } magic)
        {
            return new Verdict(null, magic.FailsWith, flags);
        }

        if (handset is { NotOnWhatsApp: true })
        {
            return new Verdict(null, 131026, flags);
        }

        if (kind != MessageKind.Template && !inWindow)
        {
            return options.WindowErrorInAnswer ? Refuse(131047) : new Verdict(null, 131047, flags);
        }

        if (category == MessageCategory.Marketing && handset?.HasOptedOut(number.Key) == true)
        {
            return new Verdict(null, 131050, flags);
        }

        if (inWindow || options.Open)
        {
            return Fine(number, phone, flags, simulatedMs);
        }

        return number.Account.Portfolio.Limit.TryTake(phone, simulatedMs)
            ? Fine(number, phone, flags | DeliveryFlags.CountsForPortfolio, simulatedMs)
            : new Verdict(null, options.PortfolioLimitError, flags);
    }

    private Verdict Fine(BusinessNumber number, ulong phone, DeliveryFlags flags, long simulatedMs)
    {
        var freeUntil = conversations.BusinessWrote(number.Key, phone, simulatedMs);
        return new Verdict(null, 0, flags | (freeUntil > 0 ? DeliveryFlags.FreeEntryPoint : DeliveryFlags.None), freeUntil);
    }

    private static Verdict Refuse(int code) => new(new Refusal(code), 0, DeliveryFlags.None);
}
