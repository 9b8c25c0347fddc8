using Kaiwa.Console.Shell;
using Kaiwa.Core.Web;
using Kaiwa.Features.Preferences;

namespace Kaiwa.Console.Keys;

/// <summary>The keys of whoever sits at this screen.</summary>
public sealed class MyKeys(IPreferences preferences, Session session)
{
    private const string Name = "keys";
    private KeyMap? map;

    public async Task<KeyMap> MapAsync() => map ??= KeyMap.Read(await preferences.FindAsync(await session.ActorAsync(), Name));

    /// <summary>Null goes back to what everybody has.</summary>
    public async Task<Problem?> SaveAsync(KeyMap? changed)
    {
        var kept = await preferences.SetAsync(await session.ActorAsync(), Name, changed?.Store());
        map = kept.IsOk ? changed ?? KeyMap.Default : map;
        return kept.Problem;
    }
}
