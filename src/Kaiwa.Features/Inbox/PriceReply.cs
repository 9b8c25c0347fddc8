using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Whether Meta charges for a reply that is sent now.</summary>
public enum ReplyCharge
{
    /// <summary>Before 1 October 2026 replies within the 24 hours are free.</summary>
    Free = 0,

    /// <summary>The customer came from an advertisement or a page's button, and was answered: 72 hours are free.</summary>
    FreeEntry = 1,

    /// <summary>The customer came so within the last 24 hours; the first reply opens the free 72 hours.</summary>
    OpensFreeEntry = 2,

    /// <summary>Since 1 October 2026 every delivered reply costs the service rate of the customer's country.</summary>
    Paid = 3,
}

/// <param name="Charge">Under the rules of this moment.</param>
/// <param name="Until">When what is free ends, if it does.</param>
public sealed record ReplyPrice(ReplyCharge Charge, DateTimeOffset? Until = null);

/// <summary>Knows the rules of charging by date; rates are Meta's and not known here.</summary>
internal sealed class PriceReply(Database database, ConversationStore conversations, TimeProvider time)
{
    private static readonly DateTimeOffset RepliesCost = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan EntryIsFree = TimeSpan.FromHours(72);

    private const string SelectCame = """
        SELECT m.at FROM message m WHERE m.workspace_id = @workspace AND m.contact_id = @contact AND m.number_id = @number AND m.direction = 0 AND m.at > @since
          AND m.content LIKE '%"referral"%' ORDER BY m.at DESC, m.seq DESC LIMIT 1
        """;

    private const string SelectAnswered = """
        SELECT m.at FROM message m WHERE m.workspace_id = @workspace AND m.contact_id = @contact AND m.number_id = @number AND m.direction = 1 AND m.at >= @came AND m.at <= @until
          AND m.kind <> 'reaction' AND m.state >= 30 AND m.state <> 45 ORDER BY m.at, m.seq LIMIT 1
        """;

    public async Task<Result<ReplyPrice>> Handle(Actor actor, Id<Conversation> id, CancellationToken ct)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        var now = time.GetUtcNow();
        if (now < RepliesCost)
        {
            return new ReplyPrice(ReplyCharge.Free);
        }

        var since = (now - EntryIsFree - ServiceWindow.Length).ToUnixTimeMilliseconds();
        var args = new { workspace = actor.Workspace, contact = conversation.ContactId, number = conversation.NumberId, since };
        if (await database.FirstAsync<long?>(SelectCame, args, ct) is not { } came)
        {
            return new ReplyPrice(ReplyCharge.Paid);
        }

        var until = DateTimeOffset.FromUnixTimeMilliseconds(came) + ServiceWindow.Length;
        var answered = await database.FirstAsync<long?>(SelectAnswered, new { args.workspace, args.contact, args.number, came, until = until.ToUnixTimeMilliseconds() }, ct);
        return answered is { } first && DateTimeOffset.FromUnixTimeMilliseconds(first) + EntryIsFree is var ends && ends > now ? new ReplyPrice(ReplyCharge.FreeEntry, ends)
            : answered is null && until > now ? new ReplyPrice(ReplyCharge.OpensFreeEntry, until)
            : new ReplyPrice(ReplyCharge.Paid);
    }
}
