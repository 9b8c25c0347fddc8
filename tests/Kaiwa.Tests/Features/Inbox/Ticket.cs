using Kaiwa.Core.Jobs;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;

namespace Kaiwa.Tests.Features.Inbox;

/// <summary>A shop whose customers write and whose colleagues take care of them.</summary>
internal static class Ticket
{
    public static Id<User> Me(Actor actor) => new(actor.Subject);

    public static Task WriteAsync(this FeaturesHost host, string from, string wamid, int after = 0, string text = "Hello?") =>
        host.DeliverAsync(new Webhook { From = from, Time = host.Clock.GetUtcNow().ToUnixTimeSeconds() }.Text(wamid, text, after));

    public static async Task<Id<Conversation>> ConversationAsync(this FeaturesHost host, string number) => (await host.RowAsync(number)).Id;

    public static async Task<ConversationRow> RowAsync(this FeaturesHost host, string number) =>
        (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter())).Items.Single(row => row.Number == number);

    public static async Task<IEnumerable<string?>> NumbersAsync(this FeaturesHost host, ConversationFilter filter, Actor? actor = null) =>
        (await host.Get<IInbox>().ListAsync(actor ?? host.Shop.Actor, filter)).Items.Select(row => row.Number);

    public static Task RunJobAsync(this FeaturesHost host, string name) =>
        host.Get<IEnumerable<IRecurringJob>>().Single(job => job.Name == name).RunAsync(CancellationToken.None);

    /// <summary>How much work elsewhere of these kinds waits.</summary>
    public static async Task<long> EffectsAsync(this FeaturesHost host, string kinds) =>
        await host.Database.FirstAsync<long>("SELECT count(*) FROM effect WHERE kind LIKE @kinds -- all workspaces: the whole host", new { kinds = kinds + "%" }, CancellationToken.None);

    public static Task<Actor> HireAsync(this FeaturesHost host, string name, Tenant? at = null) => host.HireAsync(name, Role.Agent, at);
}
