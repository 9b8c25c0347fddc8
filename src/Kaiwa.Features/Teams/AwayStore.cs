using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Teams;

/// <summary>What people said of themselves.</summary>
internal sealed class AwayStore
{
    private const string Update = "UPDATE member SET away = @away WHERE workspace_id = @workspace AND user_id = @user";

    public Task SetAsync(UnitOfWork unit, Id<Workspace> workspace, Guid user, bool away) => unit.ExecuteAsync(Update, new { workspace, user, away });
}
