using Kaiwa.Console.People;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kaiwa.Console.Tests;

public sealed class SessionGuardTests
{
    private static readonly Actor Mika = Some.Agent with { Name = "Mika", Subject = Guid.Parse("00000000-0000-0000-0000-000000000001"), Session = Guid.Parse("00000000-0000-0000-0000-000000000002") };
    private readonly FakeSessions sessions = new() { Now = Mika };
    private readonly FakePresence presence = new();
    private readonly FakeFeed feed = new();
    private readonly StoppedClock clock = new();
    private readonly Session session = new(new SignedInAs(Mika));
    private int over;

    [Fact]
    public async Task A_screen_is_over_when_it_hears_that_its_session_ended()
    {
        using var guard = await WatchAsync();
        presence.Screens.ShouldBe(1);

        sessions.Now = null;
        feed.Publish(new Change(Mika.Workspace, "session", Mika.Subject));

        over.ShouldBe(1);
        (await session.FindAsync()).ShouldBeNull();
        (presence.Screens, feed.Listeners).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_screen_looks_by_itself_when_nobody_tells_it()
    {
        using var guard = await WatchAsync();

        sessions.Now = null;
        clock.Advance(SessionGuard.Every);

        over.ShouldBe(1);
    }

    [Fact]
    public async Task A_screen_is_loaded_anew_with_what_its_person_may_do_now()
    {
        using var guard = await WatchAsync();

        sessions.Now = Mika with { Permissions = Permissions.Read };
        feed.Publish(new Change(Mika.Workspace, "session", Mika.Subject));

        over.ShouldBe(1);
    }

    [Fact]
    public async Task Another_name_interrupts_nobody_nor_does_news_of_somebody_else()
    {
        using var guard = await WatchAsync();

        sessions.Now = Mika with { Name = "Mika Tanaka" };
        feed.Publish(new Change(Mika.Workspace, "session", Mika.Subject));
        sessions.Now = null;
        feed.Publish(new Change(Mika.Workspace, "session", Guid.Empty));

        over.ShouldBe(0);
    }

    [Fact]
    public async Task Trouble_with_the_database_shuts_nobody_out()
    {
        using var guard = await WatchAsync();

        sessions.IsBroken = true;
        feed.Publish(new Change(Mika.Workspace, "session", Mika.Subject));

        over.ShouldBe(0);
        (await session.FindAsync()).ShouldBe(Mika);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari · iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome · Android")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux")]
    [InlineData("curl/8.5.0", "")]
    public void A_device_is_known_by_browser_and_system(string agent, string name) => Devices.Name(agent).ShouldBe(name);

    private async Task<SessionGuard> WatchAsync()
    {
        var guard = new SessionGuard(session, sessions, presence, feed, clock, NullLogger<SessionGuard>.Instance);
        guard.Over += (_, _) => over++;
        await guard.WatchAsync();
        return guard;
    }

    private sealed class FakeSessions : ISessions
    {
        public Actor? Now { get; set; }

        public bool IsBroken { get; set; }

        public Task<SignedIn?> CheckAsync(Id<SessionRow> session, CancellationToken ct = default) =>
            IsBroken ? throw new TimeoutException("The database does not answer.") : Task.FromResult(Now is null ? null : new SignedIn(Now, "en"));

        public Task<SignedIn> OpenAsync(SignedIn signedIn, string address, string agent, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<SessionRow>> ListAsync(Actor actor, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<Result<bool>> RevokeAsync(Actor actor, Id<SessionRow> session, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<Result<bool>> RevokeOthersAsync(Actor actor, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<Place>> PlacesAsync(Actor actor, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<Result<bool>> SwitchAsync(Actor actor, Id<Workspace> workspace, CancellationToken ct = default) => throw new NotSupportedException();
    }

    private sealed class FakePresence : IPresence
    {
        public int Screens { get; private set; }

        public IDisposable Enter(Actor actor)
        {
            Screens++;
            return new Screen(() => Screens--);
        }

        public Task SetAwayAsync(Actor actor, bool isAway, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<Id<User>, Presence>> AllAsync(Actor actor, CancellationToken ct = default) => throw new NotSupportedException();
    }

    // As the real one: closing it twice counts once.
    private sealed class Screen(Action close) : IDisposable
    {
        private Action? left = close;

        public void Dispose()
        {
            left?.Invoke();
            left = null;
        }
    }

    private sealed class SignedInAs(Actor actor) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(ActorClaims.ToPrincipal(actor, "en")));
    }
}
