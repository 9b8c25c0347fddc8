using System.Globalization;

namespace Kaiwa.Simulator.World;

/// <summary>Meta's side of the world: one app, portfolios, business accounts, numbers and templates, all found by one id namespace.</summary>
internal sealed class SimulatedMeta
{
    private readonly Dictionary<long, BusinessNumber> numbers = [];
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
                    var number = new BusinessNumber(numberSeed, account);
                    numbers.Add(number.Key, number);
                    account.Numbers.Add(number);
                }
            }
        }
    }

    public SimulatorOptions Options { get; }
    public IEnumerable<BusinessNumber> Numbers => numbers.Values;
    public IEnumerable<BusinessAccount> Accounts => accounts.Values;

    public BusinessNumber? Number(long key) => numbers.GetValueOrDefault(key);

    public BusinessNumber? Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? Number(key) : null;

    public BusinessAccount? Account(string id) => accounts.GetValueOrDefault(id);

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

    private static string HelloWorldId(string accountId) =>
        (long.Parse(accountId, CultureInfo.InvariantCulture) + 492_345_678_901_234).ToString(CultureInfo.InvariantCulture);
}
