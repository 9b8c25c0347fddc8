using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Visits;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Kaiwa.Console.Inbox;

/// <summary>The colleagues in the conversations of one window, and the soft lock: who is about to answer over a colleague is asked once.</summary>
public sealed class VisitState(IVisits visits, Session session, TimeProvider time) : CircuitHandler, IDisposable
{
    private Actor? actor;
    private IVisit? visit;
    private Id<Conversation>? at;
    private DateTimeOffset? beganAt;
    private Collision? asked;

    /// <summary>What the writer was asked about; null while nothing stands in the way.</summary>
    public Collision? Shown => asked;

    /// <summary>The window shows another conversation, or none.</summary>
    public async Task GoAsync(Id<Conversation>? conversation)
    {
        if (at == conversation && actor is not null)
        {
            return;
        }

        Leave();
        at = conversation;
        actor = await session.ActorAsync();
        if (at == conversation)
        {
            Enter();
        }
    }

    /// <summary>A screen whose browser is gone looks at nothing, though it is kept for a while.</summary>
    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        visit?.Dispose();
        visit = null;
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Enter();
        return Task.CompletedTask;
    }

    public IReadOnlyList<Visitor> Others(Id<Conversation> conversation) => actor is null ? [] : visits.Others(actor, conversation);

    /// <summary>The person at this window writes.</summary>
    public void Write()
    {
        beganAt ??= time.GetUtcNow();
        visit?.Write();
    }

    /// <summary>Their words are under way.</summary>
    public void Sent()
    {
        (beganAt, asked) = (null, null);
        visit?.Pause();
    }

    /// <summary>True when a colleague writes, or answered since one began, and one was not asked about that yet.</summary>
    public bool Asks(ConversationState thread)
    {
        if (thread.Id is not { } id || id != at || Find(thread, id) is not { } found || found == asked)
        {
            return false;
        }

        asked = found;
        return true;
    }

    public void Dispose() => Leave();

    private Collision? Find(ConversationState thread, Id<Conversation> id) =>
        beganAt is { } began && thread.IsAnsweredSince(began) ? new Collision(null)
        : Others(id).FirstOrDefault(other => other.WritesSince is { } since && (beganAt is null || since < beganAt)) is { } first ? new Collision(first.Person)
        : null;

    private void Enter()
    {
        if (visit is null && actor is not null && at is { } entered)
        {
            visit = visits.Enter(actor, entered);
        }
    }

    private void Leave()
    {
        visit?.Dispose();
        (visit, at, beganAt, asked) = (null, null, null, null);
    }
}

/// <param name="Writer">Who writes; null when an answer has been given already.</param>
public sealed record Collision(Id<User>? Writer);
