using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox.Views;

/// <summary>Filters of the list kept under a name, for oneself or for everybody. Live topic: <c>views</c> (subject: view).</summary>
public interface ISavedViews
{
    /// <summary>The actor's own and everybody's, by name, each with how many conversations it holds.</summary>
    Task<IReadOnlyList<SavedView>> ListAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Keeps one. For everybody it takes the permission to administer.</summary>
    Task<Result<SavedView>> SaveAsync(Actor actor, string name, ViewFilter filter, bool forAll, CancellationToken ct = default);

    Task<Result<bool>> DeleteAsync(Actor actor, Id<SavedView> id, CancellationToken ct = default);
}
