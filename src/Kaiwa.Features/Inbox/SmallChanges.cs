using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox;

/// <summary>The changes of one conversation that are asked for most. False when it was so already.</summary>
public static class SmallChanges
{
    public static Task<Result<bool>> SetStatusAsync(this IInbox inbox, Actor actor, Id<Conversation> id, ConversationStatus status, CancellationToken ct = default) =>
        ChangeAsync(inbox, actor, id, new TicketChange { Status = status }, ct);

    public static Task<Result<bool>> AssignAsync(this IInbox inbox, Actor actor, Id<Conversation> id, Id<User>? user, CancellationToken ct = default) =>
        ChangeAsync(inbox, actor, id, new TicketChange { Assignment = new Assignment(user) }, ct);

    private static async Task<Result<bool>> ChangeAsync(IInbox inbox, Actor actor, Id<Conversation> id, TicketChange change, CancellationToken ct) =>
        (await inbox.ChangeAsync(actor, [id], change, ct)).Match<Result<bool>>(former => former.Count > 0, problem => problem);
}
