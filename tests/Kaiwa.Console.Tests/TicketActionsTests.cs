using System.Globalization;
using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Console.Keys;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;

namespace Kaiwa.Console.Tests;

public sealed class TicketActionsTests : BunitContext
{
    private readonly StoppedClock clock = new();
    private TicketChange? asked;

    public TicketActionsTests() => this.AddConsole(clock);

    [Fact]
    public void A_snooze_offers_this_evening_tomorrow_next_monday_and_until_the_customer_writes()
    {
        // The clock stands at noon of Monday, the 4th of May, in UTC.
        var actions = Show(Some.Row(1));

        actions.Find("[aria-controls=snooze]").Click();

        actions.FindAll("#snooze .item").Select(item => item.TextContent).ShouldBe(["Later today18:00", "Tomorrow09:00", "Next week11 May 09:00", "Until the customer writes"]);
    }

    [Theory]
    [InlineData(0, "2026-05-04T18:00:00Z")]
    [InlineData(2, "2026-05-11T09:00:00Z")]
    [InlineData(3, null)]
    public void What_is_chosen_is_asked_for(int item, string? until)
    {
        var actions = Show(Some.Row(1));
        actions.Find("[aria-controls=snooze]").Click();

        actions.FindAll("#snooze .item")[item].Click();

        asked.ShouldBe(new TicketChange { Status = ConversationStatus.Snoozed, Until = until is null ? null : DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) });
        actions.FindAll("#snooze").ShouldBeEmpty();
    }

    [Fact]
    public void Tooltips_name_the_keys_that_this_person_chose()
    {
        var mine = KeyMap.Default.With("resolve", "Alt+R").With("snooze", "Alt+Z");

        var actions = Render<TicketActions>(parameters => parameters.AddCascadingValue(mine).Add(part => part.Row, Some.Row(1)));

        actions.Find(".split .btn").GetAttribute("title").ShouldBe("Resolve (Alt + R)");
        actions.Find("[aria-controls=snooze]").GetAttribute("title").ShouldBe("Snooze (Alt + Z)");
    }

    [Fact]
    public void Late_in_the_evening_the_day_offers_nothing_more()
    {
        clock.Advance(TimeSpan.FromHours(9.5));

        SnoozeTimes.LaterToday(Some.Say(clock)).ShouldBeNull();
    }

    [Fact]
    public void The_reader_s_morning_counts()
    {
        var say = Some.Say(clock);
        say.UseZone("Asia/Tokyo");

        // 21:00 of Monday in Tokyo.
        SnoozeTimes.Tomorrow(say).ShouldBe(new DateTimeOffset(2026, 5, 5, 9, 0, 0, TimeSpan.FromHours(9)));
        SnoozeTimes.NextWeek(say).ShouldBe(new DateTimeOffset(2026, 5, 11, 9, 0, 0, TimeSpan.FromHours(9)));
    }

    [Fact]
    public void Resolving_offers_the_shops_reasons_and_takes_other_words()
    {
        var actions = Show(Some.Row(1));
        actions.Find("[aria-controls=reasons]").Click();
        actions.FindAll("#reasons .item").Select(item => item.TextContent).ShouldBe(["Delivered late"]);

        actions.Find("#own-reason").Input("Wrong size");
        actions.Find("#reasons form").Submit();

        asked.ShouldBe(new TicketChange { Status = ConversationStatus.Resolved, Reason = "Wrong size" });
    }

    private IRenderedComponent<TicketActions> Show(ConversationRow row) => Render<TicketActions>(parameters => parameters
        .Add(part => part.Row, row)
        .Add(part => part.Reasons, [new ClosingReason(Some.Id<ClosingReason>(1), "Delivered late")])
        .Add(part => part.OnChange, change => asked = change));
}
