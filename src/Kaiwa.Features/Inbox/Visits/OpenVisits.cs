using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox.Visits;

/// <summary>Keeps the visits of this process; tells the others (<c>visits</c>) when somebody comes, goes, begins to write or stops.</summary>
internal sealed class OpenVisits(ILiveFeed feed, TimeProvider time) : IVisits
{
    /// <summary>A pause for thought is no end.</summary>
    internal static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(8);
    private readonly Lock gate = new();
    private readonly Dictionary<(Id<Workspace> Workspace, Id<Conversation> Conversation), List<Visit>> open = [];

    public IVisit Enter(Actor actor, Id<Conversation> conversation)
    {
        var visit = new Visit(this, actor, conversation, time);
        lock (gate)
        {
            if (!open.TryGetValue(visit.Place, out var visits))
            {
                open[visit.Place] = visits = [];
            }

            visits.Add(visit);
        }

        Tell(visit);
        return visit;
    }

    public IReadOnlyList<Visitor> Others(Actor actor, Id<Conversation> conversation)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return !open.TryGetValue((actor.Workspace, conversation), out var visits) ? [] :
            [
                .. visits.Where(visit => visit.Person != actor.Subject)
                    .GroupBy(visit => visit.Person, (person, theirs) => new Visitor(new Id<User>(person), theirs.Min(visit => visit.WritesSince(now))))
                    .OrderBy(visitor => visitor.WritesSince ?? DateTimeOffset.MaxValue).ThenBy(visitor => visitor.Person.Value),
            ];
        }
    }

    private void Change(Visit visit, Func<bool> change)
    {
        lock (gate)
        {
            if (!change())
            {
                return;
            }
        }

        Tell(visit);
    }

    private void Tell(Visit visit) => feed.Publish(new Change(visit.Place.Workspace, "visits", visit.Place.Conversation.Value));

    private sealed class Visit : IVisit
    {
        private readonly OpenVisits owner;
        private readonly TimeProvider time;
        private readonly ITimer timer;
        private DateTimeOffset beganAt;
        private DateTimeOffset writesUntil;

        public Visit(OpenVisits owner, Actor actor, Id<Conversation> conversation, TimeProvider time)
        {
            (this.owner, this.time, Place, Person) = (owner, time, (actor.Workspace, conversation), actor.Subject);
            timer = time.CreateTimer(_ => Pause(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public (Id<Workspace> Workspace, Id<Conversation> Conversation) Place { get; }

        public Guid Person { get; }

        public DateTimeOffset? WritesSince(DateTimeOffset now) => writesUntil > now ? beganAt : null;

        public void Write() => owner.Change(this, () =>
        {
            var now = time.GetUtcNow();
            var begins = WritesSince(now) is null;
            beganAt = begins ? now : beganAt;
            writesUntil = now + Forgotten;
            timer.Change(Forgotten, Timeout.InfiniteTimeSpan);
            return begins;
        });

        public void Pause() => owner.Change(this, () =>
        {
            var wrote = writesUntil != default;
            writesUntil = default;
            return wrote;
        });

        public void Dispose()
        {
            timer.Dispose();
            owner.Change(this, () =>
            {
                var goes = owner.open.TryGetValue(Place, out var visits) && visits.Remove(this);
                if (goes && visits!.Count == 0)
                {
                    owner.open.Remove(Place);
                }

                return goes;
            });
        }
    }
}
