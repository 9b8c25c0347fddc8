using System.Runtime.InteropServices;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Knows until when customers are to be answered.</summary>
public interface ISetDue
{
    /// <summary>One moment per wait, in their order; null where the shop has no target.</summary>
    Task<IReadOnlyList<DateTimeOffset?>> DueAsync(UnitOfWork unit, IReadOnlyList<Wait> waits);
}

/// <summary>The targets are others: what is due is reckoned anew for everybody who waits.</summary>
public interface IReckonDue
{
    Task AllAsync(UnitOfWork unit, Id<Workspace> workspace);
}

/// <param name="Workspace">Whose customer.</param>
/// <param name="Priority">Of the conversation.</param>
/// <param name="IsFirst">Nobody has answered since the conversation began, or began anew after it was resolved.</param>
/// <param name="From">Since when the time runs.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Wait(Id<Workspace> Workspace, Priority Priority, bool IsFirst, DateTimeOffset From);
