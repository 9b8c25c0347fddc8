using Bunit;
using Kaiwa.Console.Keys;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Preferences;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Console.Tests;

public sealed class KeysTests : BunitContext
{
    private readonly FakePreferences preferences = new();

    public KeysTests()
    {
        this.AddConsole();
        Services.AddSingleton<IPreferences>(preferences);
        Services.AddScoped<MyKeys>();
    }

    [Fact]
    public void A_control_names_the_keys_that_this_person_chose()
    {
        KeyMap.Default.Hint("Resolve", "resolve").ShouldBe("Resolve (Alt + E)");
        KeyMap.Default.With("resolve", "Mod+Alt+Q").Hint("Resolve", "resolve").ShouldBe("Resolve (Ctrl / ⌘ + Alt + Q)");
    }

    [Fact]
    public void Letters_act_only_for_those_who_want_them()
    {
        KeyMap.Default.Bindings().ShouldNotContainKey("J");
        (KeyMap.Default with { Letters = true }).Bindings().ShouldContainKeyAndValue("J", "next");
        KeyMap.Default.Bindings().ShouldContainKeyAndValue("Mod+Alt+E", "resolve-next");
    }

    [Fact]
    public async Task A_person_gives_an_action_other_keys_and_they_stay()
    {
        var page = Render<KeysPage>();

        await page.FindAll("li button")[0].ClickAsync(new());
        await page.InvokeAsync(() => page.Instance.OnChord("Alt+Shift+D"));

        page.FindAll("li kbd")[0].TextContent.ShouldBe("Alt + Shift + D");
        KeyMap.Read(preferences.Values["keys"]).Bindings().ShouldContainKeyAndValue("Alt+Shift+D", "next");
    }

    [Theory]
    [InlineData("Alt+E", "Alt + E already does this: Resolve or reopen. Give that one other keys first.")]
    [InlineData("Mod+F", "Ctrl / ⌘ + F cannot be used. Hold Alt, with Ctrl, ⌘ or Shift if you like, and press a letter or digit: the rest belongs to the browser or to what you write.")]
    [InlineData("Alt+ArrowLeft", "Alt + ArrowLeft cannot be used. Hold Alt, with Ctrl, ⌘ or Shift if you like, and press a letter or digit: the rest belongs to the browser or to what you write.")]
    public async Task Keys_that_are_taken_are_refused_with_a_sentence(string chord, string sentence)
    {
        var page = Render<KeysPage>();

        await page.FindAll("li button")[0].ClickAsync(new());
        await page.InvokeAsync(() => page.Instance.OnChord(chord));

        page.Find(".banner").TextContent.Trim().ShouldBe(sentence);
        preferences.Values.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_goes_back_to_what_everybody_has()
    {
        preferences.Values["keys"] = KeyMap.Default.With("next", "Alt+7").Store();
        var page = Render<KeysPage>();
        page.FindAll("li kbd")[0].TextContent.ShouldBe("Alt + 7");

        await page.Find("header .btn:not(.square)").ClickAsync(new());

        page.FindAll("li kbd")[0].TextContent.ShouldBe("Alt + J");
        preferences.Values.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("""{"Letters":false,"Chords":{"gone":"Alt+B","next":"Mod+F"}}""")]
    public void What_cannot_be_read_is_as_everybody_has_it(string? stored) => KeyMap.Read(stored).Bindings().ShouldBe(KeyMap.Default.Bindings());

    [Fact]
    public void Every_action_has_words() => KeyMap.Actions.ShouldAllBe(action => !Some.Words()["keys." + action].ResourceNotFound);
}

/// <summary>One person's settings in memory.</summary>
internal sealed class FakePreferences : IPreferences
{
    public Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    public Task<string?> FindAsync(Actor actor, string name, CancellationToken ct = default) => Task.FromResult(Values.GetValueOrDefault(name));

    public Task<Result<bool>> SetAsync(Actor actor, string name, string? value, CancellationToken ct = default)
    {
        if (value is null)
        {
            Values.Remove(name);
        }
        else
        {
            Values[name] = value;
        }

        return Task.FromResult<Result<bool>>(true);
    }
}
