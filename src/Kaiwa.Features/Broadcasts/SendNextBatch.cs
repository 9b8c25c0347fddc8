using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Broadcasts;

/// <summary>
/// Moves the next recipients into the outbox: their messages, their jobs and the broadcast's position in one transaction. The ids were minted when the
/// audience was frozen, so nobody is enqueued twice; the position moves with them, so nobody is skipped.
/// </summary>
internal sealed class SendNextBatch(BroadcastStore store, RecipientStore recipients, Outbox outbox, Database database, TimeProvider time)
{
    // A transaction of at most a thousand rows: replies and webhooks wait behind it on SQLite.
    public const int BatchSize = 500;

    /// <summary>The new position, or null when the broadcast no longer runs or another run moved it.</summary>
    public async Task<long?> StepAsync(BroadcastRecord broadcast, BroadcastContent content, Number number, CancellationToken ct)
    {
        var next = Math.Min(broadcast.NextOrdinal + BatchSize, broadcast.Total);
        var people = await recipients.NextAsync(broadcast, broadcast.NextOrdinal, next, ct);
        var expires = time.GetUtcNow() + TimeSpan.FromMilliseconds(broadcast.ExpiresAfter);
        var jobs = people.Where(person => person.Excluded is null).Select(person => Job(broadcast, content, number, person, expires)).ToList();
        var moved = await database.InTransactionAsync(
            async unit =>
            {
                if (!await store.MoveAsync(unit, broadcast, next))
                {
                    return false;
                }

                if (jobs.Count > 0)
                {
                    await outbox.AddAsync(unit, jobs);
                }

                CrashPoint.Hit(CrashPoint.BeforeEnqueueCommit);
                return true;
            },
            WritePriority.Bulk,
            ct);
        CrashPoint.Hit(CrashPoint.AfterEnqueueCommit);
        return moved ? next : null;
    }

    private static OutgoingJob Job(BroadcastRecord broadcast, BroadcastContent content, Number number, Recipient person, DateTimeOffset expires) => new()
    {
        Id = person.MessageId,
        Number = number,
        Contact = person.ContactId,
        Identity = person.IdentityId,
        Kind = "template",
        Category = broadcast.Category,
        Content = content.Fill(person.Variables),
        Origin = Origin.Broadcast,
        OriginId = broadcast.Id.Value,
        Template = broadcast.TemplateId,
        ExpiresAt = expires,
    };
}
