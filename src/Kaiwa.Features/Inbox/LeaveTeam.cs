using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox;

/// <summary>A team ends: its conversations are no team's; who has them keeps them.</summary>
internal sealed class LeaveTeam : IFollowTeamEnd
{
    private const string Clear = "UPDATE conversation SET team_id = NULL WHERE workspace_id = @workspace AND team_id = @team";

    public Task OnTeamDeletedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> team) => unit.ExecuteAsync(Clear, new { workspace, team });
}
