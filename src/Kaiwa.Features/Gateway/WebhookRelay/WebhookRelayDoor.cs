using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The relay as people and programs use it.</summary>
internal sealed class WebhookRelayDoor(
    SubscriptionStore subscriptions, HeldStore held, DeadLetterStore dead, CheckWebhook check, Redeliver redeliver, RelayForms forms, ReceiverClient client, Sealer sealer, AuditLog audit, Database database, ILanes lanes, TimeProvider time)
    : IWebhookRelay
{
    private const int Most = 50;

    public async Task<IReadOnlyList<WebhookView>> ListAsync(Actor actor, CancellationToken ct = default)
    {
        var views = new List<WebhookView>();
        foreach (var subscription in await subscriptions.AllAsync(actor.Workspace, ct))
        {
            views.Add(await ViewAsync(subscription, ct));
        }

        return views;
    }

    public async Task<Result<WebhookView>> OpenAsync(Actor actor, Id<RelaySubscription> id, CancellationToken ct = default) =>
        await subscriptions.FindAsync(actor.Workspace, id, ct) is { } subscription ? await ViewAsync(subscription, ct) : RelayProblems.NotFound;

    public async Task<Result<NewWebhook>> CreateAsync(Actor actor, WebhookChange wish, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        if (await check.HandleAsync(actor, wish, isNew: true, ct) is { } problem)
        {
            return problem;
        }

        if (await subscriptions.CountAsync(actor.Workspace, ct) >= Most)
        {
            return RelayProblems.TooMany(Most);
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var subscription = new RelaySubscription
        {
            Id = Id<RelaySubscription>.New(time),
            WorkspaceId = actor.Workspace,
            Name = wish.Name!,
            Address = wish.Address!,
            Secret = sealer.Seal(secret),
            Shape = RelayShape.Cloud,
            NumberId = wish.NumberId,
            Fields = string.Join(',', wish.Fields ?? []),
            Enabled = wish.Enabled ?? true,
            CursorSeq = 0,
            CreatedAt = time.GetUtcNow(),
        };
        await database.InTransactionAsync(
            async unit =>
            {
                await subscriptions.AddAsync(unit, subscription);
                await audit.WriteAsync(unit, actor, "webhook.created", subscription.Id.ToString(), subscription.Name);
            },
            ct: ct);
        return new NewWebhook(await ViewAsync(subscription, ct), secret);
    }

    public async Task<Result<WebhookView>> ChangeAsync(Actor actor, Id<RelaySubscription> id, WebhookChange wish, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        if (await subscriptions.FindAsync(actor.Workspace, id, ct) is not { } before)
        {
            return RelayProblems.NotFound;
        }

        if (before.Shape != RelayShape.Cloud)
        {
            return RelayProblems.OfProgram;
        }

        if (await check.HandleAsync(actor, wish, isNew: false, ct) is { } problem)
        {
            return problem;
        }

        var after = before with
        {
            Name = wish.Name ?? before.Name,
            Address = wish.Address ?? before.Address,
            NumberId = wish.NumberId ?? before.NumberId,
            Fields = wish.Fields is { } fields ? string.Join(',', fields) : before.Fields,
            Enabled = wish.Enabled ?? before.Enabled,
        };
        await database.InTransactionAsync(
            async unit =>
            {
                await subscriptions.ChangeAsync(unit, after);
                await audit.WriteAsync(unit, actor, "webhook.changed", id.ToString(), after.Name);
                unit.AfterCommit(() => lanes.Ring(RelayNews.KeyOf(id)));
            },
            ct: ct);
        return await OpenAsync(actor, id, ct);
    }

    public async Task<Result<bool>> DeleteAsync(Actor actor, Id<RelaySubscription> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        if (await subscriptions.FindAsync(actor.Workspace, id, ct) is { Shape: not RelayShape.Cloud })
        {
            return RelayProblems.OfProgram;
        }

        var isGone = await database.InTransactionAsync(
            async unit =>
            {
                var found = await subscriptions.DeleteAsync(unit, actor.Workspace, id);
                if (found)
                {
                    await audit.WriteAsync(unit, actor, "webhook.deleted", id.ToString());
                }

                return found;
            },
            ct: ct);
        return isGone ? true : RelayProblems.NotFound;
    }

    public async Task<Result<WebhookTest>> TestAsync(Actor actor, Id<RelaySubscription> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        if (await subscriptions.FindAsync(actor.Workspace, id, ct) is not { } subscription)
        {
            return RelayProblems.NotFound;
        }

        var form = await forms.OfAsync(subscription, ct);
        var attempt = await client.PostAsync(subscription, form, "test", form.Ping, ct);
        return new WebhookTest(attempt.Verdict == Verdict.Taken, attempt.Status, (int)attempt.Took.TotalMilliseconds, attempt.Problem);
    }

    public async Task<Result<Page<WebhookDelivery>>> DeliveriesAsync(Actor actor, Id<RelaySubscription> id, WebhookDeliveryState state, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        if (await subscriptions.FindAsync(actor.Workspace, id, ct) is not { } subscription)
        {
            return RelayProblems.NotFound;
        }

        var most = Math.Clamp(limit, 1, 500);
        return state == WebhookDeliveryState.Waiting ? await WaitingAsync(subscription, cursor, most, ct) : await DeadAsync(subscription, cursor, most, ct);
    }

    public async Task<Result<bool>> RedeliverAsync(Actor actor, Id<RelaySubscription> id, Redelivery what, CancellationToken ct = default) =>
        Permitted.Refusal(actor, Permissions.Administer) is { } refusal ? refusal
        : await subscriptions.FindAsync(actor.Workspace, id, ct) is { } subscription ? await redeliver.HandleAsync(actor, subscription, what, ct)
        : RelayProblems.NotFound;

    private async Task<Page<WebhookDelivery>> WaitingAsync(RelaySubscription subscription, string? cursor, int most, CancellationToken ct)
    {
        var after = long.TryParse(cursor, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seq) ? seq : long.MinValue;
        var rows = await held.PageAsync(subscription, after, most, ct);
        return new Page<WebhookDelivery>(
            rows.Select(row => new WebhookDelivery(RelayEvent.IdOf(row.Seq), null, 1, row.Attempts, row.Due, row.HeldAt, Problem.Read(row.Problem))).ToList(),
            rows.Count == most ? RelayEvent.IdOf(rows[^1].Seq) : null);
    }

    private async Task<Page<WebhookDelivery>> DeadAsync(RelaySubscription subscription, string? cursor, int most, CancellationToken ct)
    {
        var rows = await dead.PageAsync(subscription, Guid.TryParse(cursor, out var after) ? after : Guid.Empty, most, ct);
        return new Page<WebhookDelivery>(
            rows.Select(row => new WebhookDelivery(RelayEvent.IdOf(row.FirstSeq), row.Id.ToString(), row.Events, 0, null, row.DiedAt, Problem.Read(row.Problem))).ToList(),
            rows.Count == most ? rows[^1].Id.ToString() : null);
    }

    private async Task<WebhookView> ViewAsync(RelaySubscription subscription, CancellationToken ct) => new(
        subscription.Id,
        subscription.Name,
        subscription.Address,
        subscription.Shape,
        subscription.NumberId,
        subscription.Fields.Length == 0 ? [] : subscription.Fields.Split(','),
        subscription.Enabled,
        (await held.ConversationsAsync(subscription, ct)).Values.Sum(),
        await dead.CountAsync(subscription, ct),
        subscription.FailingSince,
        Problem.Read(subscription.Problem),
        subscription.CreatedAt);
}
