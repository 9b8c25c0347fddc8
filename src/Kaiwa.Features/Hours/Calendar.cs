namespace Kaiwa.Features.Hours;

/// <summary>When the shop is open, on its own clock.</summary>
public sealed class Calendar(IReadOnlyList<OpenSpan> week, IReadOnlyList<DateOnly> holidays, TimeZoneInfo zone)
{
    // A shop that was closed longer than this is in the one period that began before it.
    private const int LongestLookBack = 60;
    private const int LongestLookAhead = 400;

    /// <summary>Null while it is open; else when it closed, or the beginning of time when that is long ago.</summary>
    public DateTimeOffset? ClosedSince(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var closed = DateTimeOffset.UnixEpoch;
        for (var day = today.AddDays(-LongestLookBack); day <= today; day = day.AddDays(1))
        {
            if (holidays.Contains(day))
            {
                continue;
            }

            foreach (var span in week.Where(span => span.Day == day.DayOfWeek))
            {
                var (from, to) = Between(day, span);
                if (from <= now && now < to)
                {
                    return null;
                }

                closed = to <= now && to > closed ? to : closed;
            }
        }

        return closed;
    }

    /// <summary>The moment at which the shop will have been open for so long, counted from another moment; null when that is more than a year away.</summary>
    public DateTimeOffset? After(DateTimeOffset from, TimeSpan open)
    {
        var (at, left) = (from, open);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime);
        for (var day = today.AddDays(-1); day <= today.AddDays(LongestLookAhead); day = day.AddDays(1))
        {
            foreach (var span in week.Where(span => span.Day == day.DayOfWeek && !holidays.Contains(day)).OrderBy(span => span.From))
            {
                // What overlaps the span before it counts once.
                var (opens, closes) = Between(day, span);
                opens = opens < at ? at : opens;
                if (closes > opens)
                {
                    if (closes - opens >= left)
                    {
                        return opens + left;
                    }

                    (at, left) = (closes, left - (closes - opens));
                }
            }
        }

        return null;
    }

    private (DateTimeOffset From, DateTimeOffset To) Between(DateOnly day, OpenSpan span) => (At(day, span.From), At(span.To > span.From ? day : day.AddDays(1), span.To));

    // An hour that the clock skips in spring is the hour after it.
    private DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
