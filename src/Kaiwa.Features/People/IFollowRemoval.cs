using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>What a feature does, in the same transaction, when somebody leaves a workspace.</summary>
public interface IFollowRemoval
{
    Task OnMemberRemovedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user);
}
