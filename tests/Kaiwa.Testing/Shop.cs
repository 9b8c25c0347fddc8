using System.Globalization;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Templates;
using Kaiwa.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Testing;

/// <summary>One tenant with a number, as its people and programs use it.</summary>
public sealed class Shop
{
    private readonly World world;

    private Shop(World world, Id<Number> number, Actor actor, string key)
    {
        this.world = world;
        NumberId = number;
        Actor = actor;
        Key = key;
        Agent = new Agent(world, this);
    }

    public Id<Number> NumberId { get; }

    public Actor Actor { get; }

    /// <summary>The key of the shop's programs.</summary>
    public string Key { get; }

    public Agent Agent { get; }

    public Number Number => world.Services.GetRequiredService<NumberDirectory>().Find(NumberId)!;

    internal static async Task<Shop> OpenAsync(World world, ShopOptions options, string appKey)
    {
        var services = world.Services;
        var numbers = services.GetRequiredService<NumberStore>();
        var account = options.Seed.BusinessAccounts[0];
        var seed = account.Numbers[options.Index];
        var meta = world.Simulator.Options;
        Id<Number> number = default;
        var key = "";
        Actor? actor = null;
        await services.GetRequiredService<Database>().InTransactionAsync(async unit =>
        {
            var workspace = await services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, account.Name);
            actor = new Actor(workspace, ActorKind.User, "Agent", Permissions.All);
            var app = services.GetRequiredService<NumberDirectory>().FindApp(appKey)?.Id ?? await numbers.AddAppAsync(unit, appKey, meta.AppId, meta.AppSecret, meta.VerifyToken);
            var portfolio = await numbers.AddPortfolioAsync(unit, options.Seed.Id, options.Seed.Name, options.CustomerLimit ?? options.Seed.UsersPerDay);
            var waba = await numbers.AddWabaAsync(unit, workspace, portfolio, app, account.Id, account.Name);
            number = await numbers.AddNumberAsync(unit, workspace, waba, new NewNumber(seed.Id, seed.DisplayPhoneNumber, seed.VerifiedName, options.Pace ?? seed.MessagesPerSecond, world.MetaAddress, meta.AccessToken));
            key = await services.GetRequiredService<ApiKeys>().CreateAsync(unit, actor, "program", Permissions.All);
        });
        await services.GetRequiredService<NumberDirectory>().ReloadAsync();
        await world.PointMetaAtKaiwaAsync();
        var shop = new Shop(world, number, actor!, key);
        await services.GetRequiredService<ITemplates>().SyncAsync(shop.Actor);
        return shop;
    }

    /// <summary>Customers with recorded consent, numbered from the first.</summary>
    public async Task AddCustomersAsync(int count, long first = 14155550000)
    {
        var contacts = world.Services.GetRequiredService<ContactStore>();
        var now = world.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(1000))
        {
            await world.Database.InTransactionAsync(async unit =>
            {
                var people = await contacts.ResolveAsync(unit, chunk.Select(i => new PersonClaim(Actor.Workspace, Number.Waba.Portfolio.MetaId)
                {
                    Phone = (first + i).ToString(CultureInfo.InvariantCulture),
                    Name = $"Customer {i}",
                    At = now,
                }).ToList());
                await contacts.SetConsentAsync(unit, people.Select(person => new ContactStore.ConsentChange(Actor.Workspace, person!.Value.Contact, Consent.In, now, "test")).ToList());
            });
        }
    }

    /// <summary>Creates and starts a broadcast to all customers.</summary>
    public async Task<Id<Broadcast>> BroadcastAsync(string template = "hello_world", string language = "en_US", Dictionary<string, string>? variables = null)
    {
        var broadcasts = world.Services.GetRequiredService<IBroadcasts>();
        var id = (await broadcasts.CreateAsync(Actor, new NewBroadcast
        {
            Name = template,
            TemplateName = template,
            Language = language,
            NumberId = NumberId,
            Audience = new Audience.All(),
            Variables = variables ?? [],
            ExpiresAfter = TimeSpan.FromDays(3),
        })).Value;
        _ = (await broadcasts.StartAsync(Actor, id)).Value;
        return id;
    }

    public async Task<BroadcastView> ViewAsync(Id<Broadcast> id) => (await world.Services.GetRequiredService<IBroadcasts>().OpenAsync(Actor, id)).Value;
}

/// <summary>A person at the inbox.</summary>
public sealed class Agent(World world, Shop shop)
{
    private IInbox Inbox => world.Services.GetRequiredService<IInbox>();

    /// <summary>The conversation with that customer, once their message is in the inbox.</summary>
    public async Task<ConversationRow> ConversationAsync(Phone customer) => await Eventually.GetAsync(
        async () => (await Inbox.ListAsync(shop.Actor, new ConversationFilter())).Items.FirstOrDefault(row => row.Number == customer.Number), $"a conversation with {customer.Number}");

    public async Task<Result<Id<Message>>> ReplyAsync(Phone customer, string text) => await Inbox.ReplyAsync(shop.Actor, (await ConversationAsync(customer)).Id, text);

    public async Task<IReadOnlyList<ThreadMessage>> ThreadAsync(Phone customer) => (await Inbox.ThreadAsync(shop.Actor, (await ConversationAsync(customer)).Id)).Value;

    /// <summary>The message once it has come that far.</summary>
    public Task<ThreadMessage> MessageAsync(Phone customer, Id<Message> id, MessageState reached) => Eventually.GetAsync(
        async () => (await ThreadAsync(customer)).FirstOrDefault(message => message.Id == id && message.State >= reached), $"message {id} in state {reached}");
}

/// <summary>A customer's phone.</summary>
public sealed class Phone(World world, SimulatedPhone phone)
{
    public string Number => phone.Number;

    public SimulatedPhone Simulated => phone;

    /// <summary>Writes, and returns when Kaiwa has acknowledged it.</summary>
    public async Task<string> WriteAsync(Shop shop, string text)
    {
        var wamid = await phone.WriteAsync(text, shop.Number.MetaId);
        await Eventually.TrueAsync(async () => (await world.Simulator.InboundAsync()).Any(message => message.Wamid == wamid && message.Acknowledged), $"the acknowledgement of {wamid}");
        return wamid;
    }

    /// <summary>What the shop's messages on this phone say, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ReceivedAsync() => (await world.Simulator.MessagesAsync(phone.Number)).Select(message => message.Summary).ToList();

    public Task<IReadOnlyList<string>> ReceivedAsync(int count) => Eventually.GetAsync(async () => await ReceivedAsync() is { } all && all.Count >= count ? all : null, $"{count} messages on {Number}");
}
