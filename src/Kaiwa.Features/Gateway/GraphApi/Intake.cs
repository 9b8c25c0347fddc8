using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.WhatsApp;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Group commit of what programs send: many sends at once share one transaction, their contacts one reading.</summary>
internal sealed class Intake : IAsyncDisposable
{
    private const int MostPerCommit = 200;
    private readonly ContactStore contacts;
    private readonly Outbox outbox;
    private readonly GatewayStore store;
    private readonly AwaitedStore awaited;
    private readonly CommitWriter<Item, KeyClaim> writer;

    public Intake(Database database, ContactStore contacts, Outbox outbox, GatewayStore store, AwaitedStore awaited)
    {
        (this.contacts, this.outbox, this.store, this.awaited) = (contacts, outbox, store, awaited);
        writer = new CommitWriter<Item, KeyClaim>(database, MostPerCommit, WriteAsync);
    }

    /// <summary>Completes when the message is in the outbox, or its key says that another one is.</summary>
    public Task<KeyClaim> AddAsync(Item item) => writer.AddAsync(item);

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private async Task<IReadOnlyList<KeyClaim>> WriteAsync(UnitOfWork unit, IReadOnlyList<Item> items)
    {
        var claims = new List<KeyClaim>(items.Count);
        foreach (var item in items)
        {
            claims.Add(item.Key is { } key ? await store.ClaimAsync(unit, item.Actor.Workspace, key, item.Hash, item.Message) : new KeyClaim.Fresh());
        }

        var fresh = items.Where((_, at) => claims[at] is KeyClaim.Fresh).ToList();
        var people = await contacts.ResolveAsync(unit, fresh.Select(item => new PersonClaim(item.Actor.Workspace, item.Number.Waba.Portfolio.MetaId) { Phone = item.Recipient.Phone?.Digits, UserId = item.Recipient.UserId }).ToList());
        await outbox.StartAsync(unit, fresh.Select((item, at) => item.To(people[at] ?? throw new InvalidOperationException("A recipient that was read has a phone or a user id."))).ToList());
        foreach (var item in fresh.Where(item => item.IsAsync))
        {
            await awaited.AddAsync(unit, item.Actor.Workspace, item.Message);
        }

        return claims;
    }

    /// <summary>A message on its way into the outbox. Who the recipient is here is found out in the commit.</summary>
    internal sealed record Item(Actor Actor, Number Number, Id<Message> Message, Recipient Recipient, string? Key, byte[] Hash, bool IsAsync, Func<Person, OutgoingJob> To);
}
