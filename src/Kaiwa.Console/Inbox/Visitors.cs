using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;

namespace Kaiwa.Console.Inbox;

internal static class Visitors
{
    public static string Name(Say say, Id<User> person, IReadOnlyList<Colleague> colleagues) => colleagues.FirstOrDefault(colleague => colleague.Id == person)?.Name ?? say["visits.somebody"];
}
