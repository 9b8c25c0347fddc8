using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Storage;

namespace Kaiwa.Simulator.World;

/// <summary>Meta's side of the world: one app, portfolios, business accounts, numbers and templates, all found by one id namespace.</summary>
internal sealed class SimulatedMeta
{
    private readonly ConcurrentDictionary<long, BusinessNumber> numbers = new();
    private readonly Dictionary<string, BusinessAccount> accounts = new(StringComparer.Ordinal);

    public SimulatedMeta(SimulatorOptions options)
    {
        Options = options;
        foreach (var portfolioSeed in options.Seed.Portfolios)
        {
            var portfolio = new Portfolio(portfolioSeed);
            foreach (var accountSeed in portfolioSeed.BusinessAccounts)
            {
                var account = new BusinessAccount(accountSeed, portfolio);
                accounts.Add(account.Id, account);
                foreach (var template in accountSeed.Templates)
                {
                    account.Templates.Put(new SimulatedTemplate(template));
                }

                if (!accountSeed.Templates.Any(t => t is { Name: "hello_world", Language: "en_US" }))
                {
                    account.Templates.Put(new SimulatedTemplate(new SeedTemplate(HelloWorldId(account.Id), "hello_world", "en_US", "UTILITY", DemoTemplates.HelloWorldComponents)));
                }

                foreach (var numberSeed in accountSeed.Numbers)
                {
                    Add(new BusinessNumber(numberSeed, account));
                }
            }
        }
    }

    public SimulatorOptions Options { get; }
    public IEnumerable<BusinessNumber> Numbers => accounts.Values.SelectMany(account => account.Numbers);
    public IEnumerable<BusinessAccount> Accounts => accounts.Values;

    public BusinessNumber? Number(long key) => numbers.GetValueOrDefault(key);

    public BusinessNumber? Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? Number(key) : null;

    public BusinessAccount? Account(string id) => accounts.GetValueOrDefault(id);

    public Portfolio? Portfolio(string id) => accounts.Values.Select(account => account.Portfolio).FirstOrDefault(portfolio => portfolio.Id == id);

    public (BusinessAccount Account, SimulatedTemplate Template)? Template(string id)
    {
        foreach (var account in accounts.Values)
        {
            if (account.Templates.ById(id) is { } template)
            {
                return (account, template);
            }
        }

        return null;
    }

    /// <summary>What was made over the API in an earlier life: numbers, how far they are registered, whom they block.</summary>
    public void Restore(DocumentStore documents)
    {
        foreach (var document in documents.All("number"))
        {
            if (Account(document.Owner) is { } account && document.Read() is var json)
            {
                Add(new BusinessNumber(new SeedNumber(document.Id, (string)json["display"]!, (string)json["name"]!), account) { Registration = Registration.Added });
            }
        }

        foreach (var document in documents.All("registration"))
        {
            if (Number(document.Id) is { } number)
            {
                number.Registration = Registration.Read(document.Read());
            }
        }

        foreach (var document in documents.All("webhook"))
        {
            var kept = document.Read();
            var url = Uri.TryCreate((string?)kept["url"], UriKind.Absolute, out var address) ? address : null;
            if (Account(document.Id) is { } account)
            {
                account.Subscribed = (bool?)kept["subscribed"] ?? true;
                account.WebhookOverride = url;
            }
            else if (Number(document.Id) is { } number)
            {
                number.WebhookOverride = url;
            }
        }

        foreach (var document in documents.All("block"))
        {
            if (Number(document.Owner) is { } number && document.Id.Split(':') is [_, var phone])
            {
                number.Blocked[ulong.Parse(phone, CultureInfo.InvariantCulture)] = true;
            }
        }
    }

    /// <summary>A number that still has to be verified and registered.</summary>
    public async Task<BusinessNumber> AddNumberAsync(DocumentStore documents, BusinessAccount account, string display, string name)
    {
        var id = documents.NewId();
        var number = new BusinessNumber(new SeedNumber(id, display, name), account) { Registration = Registration.Added };
        Add(number);
        await documents.SaveAsync("number", account.Id, id, new JsonObject { ["display"] = display, ["name"] = name });
        return number;
    }

    private void Add(BusinessNumber number)
    {
        numbers[number.Key] = number;
        number.Account.Add(number);
    }

    private static string HelloWorldId(string accountId) =>
        (long.Parse(accountId, CultureInfo.InvariantCulture) + 492_345_678_901_234).ToString(CultureInfo.InvariantCulture);
}
