using Kaiwa.Core.Contacts;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Two members of a frozen audience turn out to be one person: only the first is written to. That stands when the merge is undone: rather once too few than once too many.</summary>
internal sealed class OnContactsMerged(RecipientStore recipients, Outbox outbox) : IFollowMerge
{
    public async Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge)
    {
        var rows = await recipients.OfMergedAsync(unit, merge.Workspace, merge.From, merge.Into);
        foreach (var row in rows.GroupBy(row => row.BroadcastId).SelectMany(group => group.Skip(1)))
        {
            if (row.Ordinal >= row.NextOrdinal)
            {
                await recipients.ExcludeAsync(unit, row.BroadcastId, row.Ordinal, nameof(Exclusion.Duplicate));
            }
            else
            {
                await outbox.CancelAsync(unit, merge.Workspace, row.MessageId);
            }
        }
    }
}
