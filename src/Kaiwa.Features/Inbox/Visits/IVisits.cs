using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox.Visits;

/// <summary>Who looks at a conversation just now, and who writes in it. Known to this process only, from the screens that are open on it.</summary>
public interface IVisits
{
    /// <summary>A screen shows the conversation; dispose when it shows another.</summary>
    IVisit Enter(Actor actor, Id<Conversation> conversation);

    /// <summary>Everybody but the actor, who began to write first before the others.</summary>
    IReadOnlyList<Visitor> Others(Actor actor, Id<Conversation> conversation);
}

/// <summary>One screen in one conversation.</summary>
public interface IVisit : IDisposable
{
    /// <summary>They write. Say it again while they go on: it is forgotten after <see cref="Pause"/>, or by itself after some seconds.</summary>
    void Write();

    void Pause();
}

/// <param name="Person">Who.</param>
/// <param name="WritesSince">Null while they only look.</param>
public sealed record Visitor(Id<User> Person, DateTimeOffset? WritesSince);
