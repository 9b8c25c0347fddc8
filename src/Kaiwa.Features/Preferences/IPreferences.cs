using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Preferences;

/// <summary>What a person has set for themselves in a workspace, by name: their keys and the like. Nobody else sees or changes it.</summary>
public interface IPreferences
{
    /// <summary>Null while nothing is set.</summary>
    Task<string?> FindAsync(Actor actor, string name, CancellationToken ct = default);

    /// <summary>Sets it, or with null goes back to what everybody has.</summary>
    Task<Result<bool>> SetAsync(Actor actor, string name, string? value, CancellationToken ct = default);
}
