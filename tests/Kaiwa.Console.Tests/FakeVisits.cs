using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Visits;
using Kaiwa.Features.People;

namespace Kaiwa.Console.Tests;

/// <summary>One colleague, who is in every conversation and may write there.</summary>
internal sealed class FakeVisits : IVisits
{
    public static readonly Id<User> Mika = Some.Id<User>(9);

    public DateTimeOffset? MikaWritesSince { get; set; }

    public IVisit Enter(Actor actor, Id<Conversation> conversation) => new Mine();

    public IReadOnlyList<Visitor> Others(Actor actor, Id<Conversation> conversation) => [new Visitor(Mika, MikaWritesSince)];

    private sealed class Mine : IVisit
    {
        public void Write()
        {
        }

        public void Pause()
        {
        }

        public void Dispose()
        {
        }
    }
}
