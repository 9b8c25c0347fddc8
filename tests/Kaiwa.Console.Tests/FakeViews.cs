using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox.Views;

namespace Kaiwa.Console.Tests;

/// <summary>Saved views in memory.</summary>
internal sealed class FakeViews : ISavedViews
{
    public List<SavedView> Views { get; } = [];

    public Task<IReadOnlyList<SavedView>> ListAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<SavedView>>(Views.ToList());

    public Task<Result<SavedView>> SaveAsync(Actor actor, string name, ViewFilter filter, bool forAll, CancellationToken ct = default)
    {
        Views.Add(new SavedView { Id = Some.Id<SavedView>(70 + Views.Count), Name = name, Filter = filter, IsForAll = forAll });
        return Task.FromResult<Result<SavedView>>(Views[^1]);
    }

    public Task<Result<bool>> DeleteAsync(Actor actor, Id<SavedView> id, CancellationToken ct = default) => Task.FromResult<Result<bool>>(Views.RemoveAll(view => view.Id == id) > 0);
}
