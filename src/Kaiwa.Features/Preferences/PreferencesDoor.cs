using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Preferences;

internal sealed class PreferencesDoor(PreferenceStore preferences) : IPreferences
{
    private const int Longest = 10_000;
    private static readonly Problem OnlyPeople = new("preference-of-program", StatusCodes.Status403Forbidden);
    private static readonly Problem TooLong = new("preference-too-long", StatusCodes.Status400BadRequest);

    public Task<string?> FindAsync(Actor actor, string name, CancellationToken ct = default) => preferences.FindAsync(actor, name, ct);

    public async Task<Result<bool>> SetAsync(Actor actor, string name, string? value, CancellationToken ct = default)
    {
        if (actor.Kind != ActorKind.User)
        {
            return OnlyPeople;
        }

        if (value?.Length > Longest)
        {
            return TooLong;
        }

        await preferences.SetAsync(actor, name, value, ct);
        return true;
    }
}
