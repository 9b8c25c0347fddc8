using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox;

/// <summary>Gives a conversation to a colleague, or back to nobody.</summary>
internal sealed class Assign(Database database, ConversationStore conversations, IPeople people, AuditLog audit, ILiveFeed feed)
{
    public async Task<IReadOnlyList<Colleague>> ColleaguesAsync(Actor actor, CancellationToken ct) =>
        (await people.ListAsync(actor, ct)).Select(user => new Colleague(user.Id, user.Name)).OrderBy(colleague => colleague.Name, StringComparer.InvariantCultureIgnoreCase).ToList();

    public async Task<Result<bool>> Handle(Actor actor, Id<Conversation> id, Id<User>? user, CancellationToken ct)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is null)
        {
            return InboxProblems.ConversationUnknown;
        }

        if (user is { } wanted && (await ColleaguesAsync(actor, ct)).All(colleague => colleague.Id != wanted))
        {
            return InboxProblems.AssigneeUnknown;
        }

        return await database.InTransactionAsync(
            async unit =>
            {
                var isNews = await conversations.AssignAsync(unit, actor.Workspace, id, user);
                if (isNews)
                {
                    await audit.WriteAsync(unit, actor, user is null ? "conversation.unassigned" : "conversation.assigned", id.ToString());
                    unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "inbox", id.Value)));
                }

                return isNews;
            },
            ct: ct);
    }
}
