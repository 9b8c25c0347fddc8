using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Hours;

/// <summary>For features that reckon with the hours of a shop.</summary>
public interface IOpeningHours
{
    /// <summary>Null when the shop has not said when it is open.</summary>
    Task<Calendar?> FindAsync(UnitOfWork unit, Id<Workspace> workspace);
}

/// <summary>Follows a change of the hours, in its transaction.</summary>
public interface IFollowHours
{
    Task OnHoursChangedAsync(UnitOfWork unit, Id<Workspace> workspace);
}
