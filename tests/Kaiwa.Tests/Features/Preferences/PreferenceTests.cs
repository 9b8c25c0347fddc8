using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Preferences;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features.Preferences;

public sealed class PreferenceTests
{
    [Theory, Engines]
    public async Task What_a_person_sets_is_theirs_alone(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (preferences, mika, kenji) = (host.Get<IPreferences>(), await host.HireAsync("Mika"), await host.HireAsync("Kenji"));

        await preferences.SetAsync(mika, "keys", "one");
        await preferences.SetAsync(mika, "keys", "two");

        (await preferences.FindAsync(mika, "keys")).ShouldBe("two");
        (await preferences.FindAsync(kenji, "keys")).ShouldBeNull();
        await preferences.SetAsync(mika, "keys", null);
        (await preferences.FindAsync(mika, "keys")).ShouldBeNull();
        (await preferences.SetAsync(Actor.System(mika.Workspace, "test"), "keys", "x")).Problem!.Type.ShouldBe("preference-of-program");
        (await preferences.SetAsync(mika, "keys", new string('x', 10_001))).Problem!.Type.ShouldBe("preference-too-long");
    }
}
