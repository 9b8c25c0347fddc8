using System.Collections.Concurrent;
using Kaiwa.Simulator.Control;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.World;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Simulator.Shoppers;

/// <summary>
/// Believable customers. Some open a conversation, some answer a broadcast by text or tap, a few stop promotions, and who is answered
/// may answer again, three times at most. It also gives phones their automatic reply.
/// </summary>
internal sealed partial class ShopperCrowd(Platform platform, ILogger<ShopperCrowd> logger)
{
    private const int MostTurns = 3;
    private static readonly ulong[] Openers = [819012345678, 14155550132, 447700900123, 6281234567890, 4915112345678, 5511987654321, 818098765432, 33612345678, 919812345678, 61412345678, 15145550177, 34612345678];
    private readonly ConcurrentDictionary<ulong, int> turns = new();
    private readonly Lock gate = new();
    private Random dice = new(7);

    public ShopperPlan Plan { get; private set; } = new() { On = false };

    public Task SetAsync(ShopperPlan plan)
    {
        Plan = plan;
        turns.Clear();
        dice = new Random(plan.Seed);
        if (plan.On && platform.Meta.Numbers.FirstOrDefault() is { } number)
        {
            for (var i = 0; i < plan.Opening; i++)
            {
                var phone = i < Openers.Length ? Openers[i] : 4_915_100_000_000UL + (ulong)Roll(9_999_999);
                var line = Pick(ShopperLines.For(phone).Openings);
                platform.Scheduler.After((i * 1500) + Roll(1200), new Act(this, phone, new PhoneMessage { Text = line, To = number.Id }));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>A phone has just shown a message: does its owner react?</summary>
    public void Shown(Delivery.Delivery delivery)
    {
        if (platform.Phones.Find(delivery.Phone) is { AutoReply: { } text })
        {
            platform.Scheduler.After(1000, new Act(this, delivery.Phone, new PhoneMessage { Text = text, To = delivery.Number.Id }));
        }

        if (Plan.On && React(delivery) is { } message)
        {
            platform.Scheduler.After((long)(Plan.MinDelayMs + (Share() * Math.Max(0, Plan.MaxDelayMs - Plan.MinDelayMs))), new Act(this, delivery.Phone, message with { To = delivery.Number.Id }));
        }
    }

    private PhoneMessage? React(Delivery.Delivery delivery)
    {
        var lines = ShopperLines.For(delivery.Phone);
        var roll = Share();
        switch (delivery.Category)
        {
            case MessageCategory.Marketing when roll < Plan.StopShare:
                return Button(delivery, OptOutWords.Match) is { } stop ? new PhoneMessage { Button = stop } : new PhoneMessage { Text = Pick(lines.Stops) };
            case MessageCategory.Marketing when roll < Plan.StopShare + Plan.ReplyShare:
                turns[delivery.Phone] = 1;
                return Share() < 0.4 && Button(delivery, label => !OptOutWords.Match(label)) is { } tap ? new PhoneMessage { Button = tap } : new PhoneMessage { Text = Pick(lines.Answers) };
            case MessageCategory.Utility when roll < Plan.ReplyShare / 2:
                return new PhoneMessage { Text = Pick(lines.OrderQuestions) };
            case MessageCategory.Service when delivery.Kind != MessageKind.Reaction && roll < Plan.AnswerShare && turns.AddOrUpdate(delivery.Phone, 1, (_, n) => n + 1) <= MostTurns:
                return new PhoneMessage { Text = Pick(lines.Thanks) };
            default:
                return null;
        }
    }

    private string? Button(Delivery.Delivery delivery, Func<string, bool> fits) =>
        delivery.Number.Account.Templates.All.FirstOrDefault(t => t.Key == delivery.TemplateKey)?.Shape.Buttons.FirstOrDefault(b => b.Type == "QUICK_REPLY" && fits(b.Text))?.Text;

    private string Pick(string[] lines) => lines[Roll(lines.Length)];

    private int Roll(int below)
    {
        lock (gate)
        {
            return dice.Next(below);
        }
    }

    private double Share()
    {
        lock (gate)
        {
            return dice.NextDouble();
        }
    }

    private async Task ActAsync(ulong phone, PhoneMessage message)
    {
        try
        {
            await new PhoneWriter(platform).SendAsync(phone, message);
        }
        catch (Exception wrong) when (wrong is PhoneProblemException or ObjectDisposedException or InvalidOperationException)
        {
            LogCouldNotAct(wrong.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A shopper could not act: {Why}")]
    private partial void LogCouldNotAct(string why);

    private sealed class Act(ShopperCrowd crowd, ulong phone, PhoneMessage message) : IDue
    {
        public void Fire(int tag) => _ = crowd.ActAsync(phone, message);
    }
}
