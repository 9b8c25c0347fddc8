using Kaiwa.Console.Shell;

namespace Kaiwa.Console.Inbox;

/// <summary>The moments that a snooze offers, in the reader's time.</summary>
public static class SnoozeTimes
{
    private static readonly TimeSpan Morning = TimeSpan.FromHours(9);
    private static readonly TimeSpan Evening = TimeSpan.FromHours(18);

    /// <summary>Six o'clock in the evening; when that is near or over, in three hours; nothing when the day ends before.</summary>
    public static DateTimeOffset? LaterToday(Say say)
    {
        var now = say.Local(say.Now).DateTime;
        var at = now.TimeOfDay < Evening - TimeSpan.FromHours(1) ? now.Date + Evening : now.AddHours(3);
        return at.Date == now.Date ? say.FromLocal(at) : null;
    }

    public static DateTimeOffset Tomorrow(Say say) => say.FromLocal(say.Local(say.Now).Date.AddDays(1) + Morning);

    /// <summary>The next Monday that is not today.</summary>
    public static DateTimeOffset NextWeek(Say say)
    {
        var today = say.Local(say.Now).Date;
        var days = ((int)DayOfWeek.Monday - (int)today.DayOfWeek + 7) % 7;
        return say.FromLocal(today.AddDays(days == 0 ? 7 : days) + Morning);
    }
}
