using System.Security.Claims;
using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Console.Maps;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Drafts;
using Kaiwa.Features.Inbox.Visits;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Features.ShopProfile;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace Kaiwa.Console.Tests;

/// <summary>A page's surroundings without server, database or browser.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly Actor Agent = new(new Id<Workspace>(new Guid(7, 0, 0, new byte[8])), ActorKind.User, "Aiko", Permissions.All);

    public static IStringLocalizer<Words> Words() =>
        new StringLocalizer<Words>(new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance));

    public static Say Say(TimeProvider? time = null) => new(Words(), time ?? new StoppedClock());

    public static Session Session() => new(new SignedInAs(Agent));

    public static Id<T> Id<T>(int number) => new(new Guid(number, 0, 0, new byte[8]));

    public static ConversationRow Row(int number, int minutesAgo = 0) => new()
    {
        Id = Id<Conversation>(number),
        ContactId = Id<Contact>(1000 + number),
        Name = "Customer " + number,
        Number = "+62811" + number,
        Preview = "Hello " + number,
        PreviewDirection = Direction.Incoming,
        At = Noon.AddMinutes(-minutesAgo),
        WindowClosesAt = Noon.AddHours(20),
        NumberName = "Shop",
    };

    public static ThreadMessage Message(int number, Direction direction = Direction.Incoming, string text = "Hello", string kind = "text", string content = "{}") => new()
    {
        Id = Id<Message>(number),
        Direction = direction,
        Kind = kind,
        Content = content,
        Text = kind == "text" ? text : null,
        State = direction == Direction.Incoming ? MessageState.Received : MessageState.Sent,
        At = Noon.AddMinutes(number - 100),
        Origin = direction == Direction.Incoming ? Origin.Customer : Origin.Person,
        Position = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}.{number}"),
    };

    /// <summary>What every component asks for.</summary>
    public static void AddConsole(this BunitContext context, TimeProvider? time = null)
    {
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddMudServices();
        context.Services.AddSingleton(time ?? new StoppedClock());
        context.Services.AddSingleton(Words());
        context.Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        context.Services.AddSingleton<AuthenticationStateProvider>(new SignedInAs(Agent));
        context.Services.AddScoped<Session>();
        context.Services.AddScoped<Say>();
        context.Services.AddScoped<Notices>();
        context.Services.AddScoped<Browser>();
        context.Services.AddScoped<ShopNearby>();
        context.Services.AddSingleton(new SharedReads(TimeProvider.System) { Apart = TimeSpan.Zero });
        context.Services.AddSingleton<IShop, ShopInUji>();
        context.Services.AddSingleton<IDrafts, FakeDrafts>();
        context.Services.AddScoped<DraftsState>();
        context.Services.AddSingleton<IVisits, FakeVisits>();
        context.Services.AddScoped<VisitState>();
    }

    private sealed class ShopInUji : IShop
    {
        public Task<ShopView> FindAsync(Actor actor, CancellationToken ct = default) => Task.FromResult(new ShopView("Tea of Uji", "Asia/Tokyo", new ShopPlace(34.8892, 135.8077)));

        public Task<Result<ShopView>> ChangeAsync(Actor actor, ShopView shop, CancellationToken ct = default) => Task.FromResult<Result<ShopView>>(shop);
    }

    private sealed class SignedInAs(Actor actor) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(ActorClaims.ToPrincipal(actor, "en")));
    }
}

/// <summary>It is noon until a test says otherwise. Timers run when they are told to.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private readonly List<StoppedTimer> timers = [];
    private DateTimeOffset now = Some.Noon;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StoppedTimer(this, () => callback(state));
        timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        now += by;
        foreach (var timer in timers.ToList())
        {
            timer.RunIfDue();
        }
    }

    private sealed class StoppedTimer(StoppedClock clock, Action run) : ITimer
    {
        private DateTimeOffset? due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
            return true;
        }

        public void RunIfDue()
        {
            if (due <= clock.now)
            {
                due = null;
                run();
            }
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

internal sealed class FakeFeed : ILiveFeed
{
    private readonly List<Action<Change>> listeners = [];

    public int Listeners => listeners.Count;

    public void Publish(Change change) => listeners.ToList().ForEach(listener => listener(change));

    public IDisposable Subscribe(Id<Workspace> workspace, Action<Change> onChange)
    {
        listeners.Add(onChange);
        return new Ended(() => listeners.Remove(onChange));
    }

    private sealed class Ended(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
