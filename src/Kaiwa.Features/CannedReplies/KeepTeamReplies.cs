using System.Globalization;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.CannedReplies;

/// <summary>A team ends: its canned replies are everybody's, so that none is lost. Whose shortcut everybody has already gets a number.</summary>
internal sealed class KeepTeamReplies : IFollowTeamEnd
{
    public async Task OnTeamDeletedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> team)
    {
        foreach (var reply in await CannedReplyStore.OfTeamAsync(unit, workspace, team))
        {
            var shortcut = reply.Shortcut;
            for (var number = 2; await CannedReplyStore.IsTakenAsync(unit, workspace, reply.Id, shortcut, null, null); number++)
            {
                shortcut = reply.Shortcut + "-" + number.ToString(CultureInfo.InvariantCulture);
            }

            await CannedReplyStore.OpenToAllAsync(unit, workspace, reply.Id, shortcut);
        }
    }
}
