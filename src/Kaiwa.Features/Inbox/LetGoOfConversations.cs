using Kaiwa.Core.Effects;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox;

/// <summary>What somebody had been given is nobody's when they leave, so that others see that it waits. In parts, as they may have been given very much.</summary>
internal sealed class LetGoOfConversations(Database database, ConversationStore conversations, EventStore events, EffectQueue effects, ILiveFeed feed, TimeProvider time) : IFollowRemoval, IDoEffect
{
    public const string EffectKind = "inbox.let-go";
    private const int BatchSize = 500;

    public string Kind => EffectKind;

    public Task OnMemberRemovedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) =>
        effects.AddAsync(unit, [new NewEffect(workspace, EffectKind, $"{workspace}:{user}", user.ToString())]);

    public async Task DoAsync(Effect effect, CancellationToken ct)
    {
        var user = Id<User>.Parse(effect.Payload);
        for (Id<Conversation>? after = default(Id<Conversation>); after is { } from;)
        {
            after = await LetGoAsync(effect.WorkspaceId, user, from, ct);
        }
    }

    /// <summary>Where the next part begins; null when this was the last.</summary>
    private Task<Id<Conversation>?> LetGoAsync(Id<Workspace> workspace, Id<User> user, Id<Conversation> after, CancellationToken ct) => database.InTransactionAsync<Id<Conversation>?>(
        async unit =>
        {
            if (await ConversationStore.LeaverAsync(unit, workspace, user) is not { } name)
            {
                return null;
            }

            var left = await conversations.LetGoAsync(unit, workspace, user, after, BatchSize);
            var now = time.GetUtcNow();
            await events.AddAsync(unit, left.Select(id => new NewEvent(workspace, id, now, ConversationEventKind.AssigneeLeft, Detail: name)).ToList());
            unit.AfterCommit(() => left.ToList().ForEach(id => feed.Publish(new Change(workspace, "inbox", id.Value))));
            return left.Count == BatchSize ? left.Max() : null;
        },
        ct: ct);
}
