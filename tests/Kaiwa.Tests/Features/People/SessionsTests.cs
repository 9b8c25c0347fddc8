using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Kaiwa.Tests.Features.People;

public sealed class SessionsTests
{
    [Theory, Engines]
    public async Task Each_browser_is_a_session_that_another_one_can_end(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.HireAsync("mika", Role.Agent);
        using var office = await host.BrowserAsync("mika");
        using var lost = await host.BrowserAsync("mika");
        var sessions = (await office.GetFromJsonAsync<JsonArray>("/api/v1/sessions"))!;
        sessions.Count.ShouldBe(2);
        sessions.Count(row => row!["isThis"]!.GetValue<bool>()).ShouldBe(1);
        var other = sessions.Single(row => !row!["isThis"]!.GetValue<bool>())!["id"]!.GetValue<string>();

        (await office.DeleteAsync("/api/v1/sessions/" + other)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await lost.GetAsync("/api/v1/conversations")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await office.GetAsync("/api/v1/conversations")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await office.DeleteAsync("/api/v1/sessions/" + other)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, Engines]
    public async Task All_others_are_ended_at_once_and_nobody_elses(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.HireAsync("mika", Role.Agent);
        await host.HireAsync("kenji", Role.Agent);
        using var office = await host.BrowserAsync("mika");
        using var home = await host.BrowserAsync("mika");
        using var kenji = await host.BrowserAsync("kenji");

        (await office.DeleteAsync("/api/v1/sessions")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await home.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await office.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await kenji.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, Engines]
    public async Task A_copied_cookie_is_worth_nothing_after_signing_out(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.HireAsync("mika", Role.Agent);
        using var browser = host.Client();
        var signedIn = await browser.PostAsJsonAsync("/api/v1/session", new { email = "mika@shop.example", password = "blue kettle sings" });
        using var thief = host.Client();
        thief.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        (await thief.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await browser.DeleteAsync("/api/v1/session");

        (await thief.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, Engines]
    public async Task A_smaller_role_holds_from_the_next_request_on(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var owner = await host.HireAsync("olga", Role.Owner);
        var admin = await host.HireAsync("adam", Role.Admin);
        using var browser = await host.BrowserAsync("adam");
        (await browser.GetAsync("/api/v1/people")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var heard = new List<Change>();
        using var listening = host.Get<ILiveFeed>().Subscribe(owner.Workspace, heard.Add);

        await host.Get<IPeople>().SetRoleAsync(owner, new Id<User>(admin.Subject), Role.Viewer);

        (await browser.GetAsync("/api/v1/people")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        heard.ShouldContain(new Change(owner.Workspace, "session", admin.Subject));
    }

    [Theory, Engines]
    public async Task Twelve_hours_without_a_sign_of_life_end_a_session(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.HireAsync("mika", Role.Agent);
        var signedIn = (await host.Get<IPeople>().SignInAsync("mika@shop.example", "blue kettle sings")).Value;
        var sessions = host.Get<ISessions>();
        var id = new Id<SessionRow>((await sessions.OpenAsync(signedIn, "", "")).Actor.Session);

        host.Clock.Advance(TimeSpan.FromHours(11));
        (await sessions.CheckAsync(id)).ShouldNotBeNull();
        host.Clock.Advance(TimeSpan.FromHours(11));
        (await sessions.CheckAsync(id)).ShouldNotBeNull();
        host.Clock.Advance(TimeSpan.FromHours(13));
        (await sessions.CheckAsync(id)).ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_new_password_asks_for_the_old_one_and_ends_the_other_sessions(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.HireAsync("mika", Role.Agent);
        using var office = await host.BrowserAsync("mika");
        using var home = await host.BrowserAsync("mika");
        async Task<HttpStatusCode> ChangeAsync(string password, string newPassword) =>
            (await office.PutAsJsonAsync("/api/v1/profile/password", new { password, newPassword })).StatusCode;

        (await ChangeAsync("not the password", "green kettle sings")).ShouldBe(HttpStatusCode.Forbidden);
        (await ChangeAsync("blue kettle sings", "password123")).ShouldBe(HttpStatusCode.BadRequest);
        (await ChangeAsync("blue kettle sings", "green kettle sings")).ShouldBe(HttpStatusCode.NoContent);

        (await home.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await office.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Get<IPeople>().SignInAsync("mika@shop.example", "blue kettle sings")).Problem!.Type.ShouldBe("sign-in-failed");
        (await host.Get<IPeople>().SignInAsync("mika@shop.example", "green kettle sings")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_cookie_of_an_earlier_version_lets_nobody_in()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var mika = await host.HireAsync("mika", Role.Agent);
        var withoutSession = new AuthenticationTicket(ActorClaims.ToPrincipal(mika, "en"), new AuthenticationProperties { IssuedUtc = host.Clock.GetUtcNow(), ExpiresUtc = host.Clock.GetUtcNow().AddHours(1) }, ActorClaims.CookieScheme);
        var cookies = host.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(ActorClaims.CookieScheme);
        using var browser = host.Client();
        browser.DefaultRequestHeaders.Add("Cookie", "kaiwa=" + cookies.TicketDataFormat.Protect(withoutSession));

        (await browser.GetAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("short", "password-too-short")]
    [InlineData("Password123", "password-too-weak")]
    [InlineData("aaaaaaaaaaaa", "password-too-weak")]
    [InlineData("aiko@shop.example", "password-too-weak")]
    [InlineData("aiko.yamada2026!", "password-too-weak")]
    [InlineData("blue kettle sings", null)]
    public void Passwords_that_would_be_guessed_first_are_not_taken(string password, string? problem) =>
        PasswordRules.Check(password, password.Contains('@', StringComparison.Ordinal) ? "aiko@shop.example" : "aiko.yamada@shop.example", "Aiko")?.Type.ShouldBe(problem);
}
