using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Hours;

/// <summary>When a shop is open, and what it answers by itself: a welcome to new customers, a word to those who write while it is closed.</summary>
public interface IHours
{
    Task<HoursView> FindAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Says all of it anew.</summary>
    Task<Result<HoursView>> ChangeAsync(Actor actor, HoursView hours, CancellationToken ct = default);
}

/// <param name="Week">Spans of the week in the shop's own time, at most 50. None: always closed.</param>
/// <param name="Holidays">Days on which no span begins, at most 400.</param>
/// <param name="Away">Sent once per conversation while the shop is closed.</param>
/// <param name="Welcome">Sent once to a customer who writes for the first time.</param>
public sealed record HoursView(IReadOnlyList<OpenSpan> Week, IReadOnlyList<DateOnly> Holidays, AutomaticText Away, AutomaticText Welcome);

/// <param name="Day">The day on which it begins.</param>
/// <param name="From">On the shop's clock.</param>
/// <param name="To">On the shop's clock; not later than <paramref name="From"/> means on the next day, so 00:00 is midnight.</param>
public sealed record OpenSpan(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <param name="IsOn">Whether it is sent.</param>
/// <param name="Text">At most 1,024 characters.</param>
public sealed record AutomaticText(bool IsOn, string Text);
