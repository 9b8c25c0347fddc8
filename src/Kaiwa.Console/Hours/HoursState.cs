using System.Globalization;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Web;
using Kaiwa.Features.Hours;
using Kaiwa.Features.ShopProfile;

namespace Kaiwa.Console.Hours;

/// <summary>The hours as their form has them.</summary>
internal sealed class HoursState(IHours hours, IShop shop, Session session)
{
    /// <summary>A span that can be typed in.</summary>
    internal sealed class Span(DayOfWeek day, TimeOnly from, TimeOnly to)
    {
        public DayOfWeek Day => day;

        public TimeOnly From { get; set; } = from;

        public TimeOnly To { get; set; } = to;
    }

    /// <summary>Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Days { get; } = [.. Enumerable.Range(1, 7).Select(day => (DayOfWeek)(day % 7))];

    public List<Span> Spans { get; private set; } = [];

    /// <summary>One date per line.</summary>
    public string Holidays { get; set; } = "";

    public bool AwayOn { get; set; }

    public string Away { get; set; } = "";

    public bool WelcomeOn { get; set; }

    public string Welcome { get; set; } = "";

    public string TimeZone { get; private set; } = "";

    public Problem? Problem { get; private set; }

    /// <summary>A line of the holidays that is no date.</summary>
    public string? Unreadable { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        TimeZone = (await shop.FindAsync(actor)).TimeZone;
        var view = await hours.FindAsync(actor);
        Spans = [.. view.Week.Select(span => new Span(span.Day, span.From, span.To))];
        Holidays = string.Join('\n', view.Holidays.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        (AwayOn, Away, WelcomeOn, Welcome) = (view.Away.IsOn, view.Away.Text, view.Welcome.IsOn, view.Welcome.Text);
    }

    public void Add(DayOfWeek day) => Spans.Add(new Span(day, new TimeOnly(9, 0), new TimeOnly(18, 0)));

    public async Task<bool> SaveAsync()
    {
        (Problem, Unreadable) = (null, null);
        var days = new List<DateOnly>();
        foreach (var line in Holidays.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!DateOnly.TryParseExact(line, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                Unreadable = line;
                return false;
            }

            days.Add(day);
        }

        var view = new HoursView([.. Spans.Select(span => new OpenSpan(span.Day, span.From, span.To))], days, new AutomaticText(AwayOn, Away.Trim()), new AutomaticText(WelcomeOn, Welcome.Trim()));
        Problem = (await hours.ChangeAsync(await session.ActorAsync(), view)).Problem;
        return Problem is null;
    }
}
