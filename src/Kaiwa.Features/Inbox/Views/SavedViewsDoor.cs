using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox.Views;

internal sealed class SavedViewsDoor(Database database, ViewStore views, ConversationStore conversations, AuditLog audit, ILiveFeed feed, TimeProvider time) : ISavedViews
{
    private const int LongestName = 40;
    private const int MostViews = 30;

    public async Task<IReadOnlyList<SavedView>> ListAsync(Actor actor, CancellationToken ct = default)
    {
        var all = await views.AllAsync(actor, ct);
        for (var i = 0; i < all.Count; i++)
        {
            all[i] = all[i] with { Count = await conversations.CountAsync(actor, all[i].Filter.ToFilter(), SavedView.Most, ct) };
        }

        return all;
    }

    public async Task<Result<SavedView>> SaveAsync(Actor actor, string name, ViewFilter filter, bool forAll, CancellationToken ct = default)
    {
        var needed = forAll ? Permissions.Administer : Permissions.Read;
        if (Permitted.Refusal(actor, needed) is { } refusal)
        {
            return refusal;
        }

        var view = new SavedView { Id = Id<SavedView>.New(time), Name = name.Trim(), Filter = filter, IsForAll = forAll };
        if (view.Name.Length is 0 or > LongestName)
        {
            return InboxProblems.ViewName;
        }

        if ((await views.AllAsync(actor, ct)).Count >= MostViews)
        {
            return InboxProblems.TooManyViews;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await ViewStore.InsertAsync(unit, actor, view);
                await TellAsync(unit, actor, "view.saved", view.Id);
            },
            ct: ct);
        return view;
    }

    public async Task<Result<bool>> DeleteAsync(Actor actor, Id<SavedView> id, CancellationToken ct = default)
    {
        var gone = await database.InTransactionAsync(
            async unit =>
            {
                var isGone = await ViewStore.DeleteAsync(unit, actor, id);
                if (isGone)
                {
                    await TellAsync(unit, actor, "view.deleted", id);
                }

                return isGone;
            },
            ct: ct);
        return gone ? true : InboxProblems.ViewUnknown;
    }

    private async Task TellAsync(UnitOfWork unit, Actor actor, string action, Id<SavedView> id)
    {
        await audit.WriteAsync(unit, actor, action, id.ToString());
        unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "views", id.Value)));
    }
}
