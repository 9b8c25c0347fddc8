using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.ServiceLevels;

/// <summary>Within which time the customers of a shop are to be answered.</summary>
public interface IServiceLevels
{
    Task<ServiceLevelsView> FindAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Says all of it anew; who waits now is reckoned anew with it.</summary>
    Task<Result<ServiceLevelsView>> ChangeAsync(Actor actor, ServiceLevelsView levels, CancellationToken ct = default);
}

/// <param name="ByClock">Whether nights and holidays count, too; else, when the shop has opening hours, only they count.</param>
/// <param name="Normal">For everybody.</param>
/// <param name="High">For high priority; what it leaves out is as for everybody.</param>
/// <param name="Urgent">For urgent priority; what it leaves out is as for everybody.</param>
public sealed record ServiceLevelsView(bool ByClock, AnswerWithin Normal, AnswerWithin High, AnswerWithin Urgent)
{
    public static readonly ServiceLevelsView None = new(false, AnswerWithin.NoTarget, AnswerWithin.NoTarget, AnswerWithin.NoTarget);
}

/// <param name="First">Minutes until the first answer in a conversation, and after it began anew: 1 to 43,200.</param>
/// <param name="Next">Minutes until each later answer.</param>
public sealed record AnswerWithin(int? First = null, int? Next = null)
{
    /// <summary>30 days.</summary>
    public const int Most = 43_200;

    public static readonly AnswerWithin NoTarget = new(null, null);
}
