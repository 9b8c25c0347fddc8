using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Console.Shell;

/// <summary>
/// An open screen lives as long as its session, with the permissions of now: it looks when it is told of a change and twice a minute. When the session has
/// ended, or its owner may do other things or is in another workspace, the screen hears no more of the browser and is loaded anew.
/// </summary>
internal sealed partial class SessionGuard(Session session, ISessions sessions, IPresence presence, ILiveFeed feed, TimeProvider time, ILogger<SessionGuard> logger) : CircuitHandler, IDisposable
{
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private Actor? actor;
    private IDisposable? screen;
    private IDisposable? listening;
    private ITimer? timer;
    private volatile bool isOver;

    /// <summary>The screen must be loaded anew. Called on another thread.</summary>
    public event EventHandler? Over;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => await WatchAsync();

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => isOver ? Task.CompletedTask : next(context);

    public void Dispose()
    {
        timer?.Dispose();
        listening?.Dispose();
        screen?.Dispose();
    }

    internal async Task WatchAsync()
    {
        actor = await session.FindAsync();
        if (actor is not { Kind: ActorKind.User } me || me.Session == Guid.Empty)
        {
            return;
        }

        screen = presence.Enter(me);
        listening = feed.Subscribe(me.Workspace, change =>
        {
            if (change.Topic == "session" && change.Subject == me.Subject)
            {
                _ = LookAsync();
            }
        });
        timer = time.CreateTimer(_ => _ = LookAsync(), null, Every, Every);
    }

    internal async Task LookAsync()
    {
        try
        {
            if (isOver || actor is null || ((await sessions.CheckAsync(new Id<SessionRow>(actor.Session)))?.Actor is { } now && now with { Name = actor.Name } == actor))
            {
                return;
            }

            isOver = true;
            session.End();
            Dispose();
            Over?.Invoke(this, EventArgs.Empty);
        }
        catch (Exception e)
        {
            // Trouble with the database shuts nobody out; the next look decides.
            LogNotLooked(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Whether a screen's session is still in force could not be read")]
    private partial void LogNotLooked(Exception exception);
}
