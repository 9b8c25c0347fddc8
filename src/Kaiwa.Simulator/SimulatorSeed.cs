namespace Kaiwa.Simulator;

/// <summary>What exists at Meta when the simulator starts: portfolios with their business accounts, numbers and templates.</summary>
public sealed class SimulatorSeed
{
    public IList<SeedPortfolio> Portfolios { get; } = [];

    /// <summary>One shop: portfolio at 100,000 people a day, one number at 1,000 messages a second, templates to play with.</summary>
    public static SimulatorSeed Demo()
    {
        var waba = new SeedBusinessAccount("102290129340398", "Hinode Tea");
        waba.Numbers.Add(new SeedNumber("106540352242922", "+1 555-010-0199", "Hinode Tea") { MessagesPerSecond = 1000 });
        foreach (var template in DemoTemplates.All)
        {
            waba.Templates.Add(template);
        }

        var portfolio = new SeedPortfolio("506914307656634", "Hinode Trading") { UsersPerDay = 100_000 };
        portfolio.BusinessAccounts.Add(waba);
        return new SimulatorSeed { Portfolios = { portfolio } };
    }
}

/// <summary>A business portfolio: its limit is shared by all its numbers.</summary>
public sealed record SeedPortfolio(string Id, string Name)
{
    /// <summary>Unique people outside windows in a rolling 24 h: 250, 2,000, 10,000, 100,000, or null for no limit.</summary>
    public int? UsersPerDay { get; init; } = 250;

    public IList<SeedBusinessAccount> BusinessAccounts { get; } = [];
}

/// <summary>A WhatsApp Business Account. <c>hello_world</c> is added to each by itself.</summary>
public sealed record SeedBusinessAccount(string Id, string Name)
{
    public IList<SeedNumber> Numbers { get; } = [];
    public IList<SeedTemplate> Templates { get; } = [];
    public IList<SeedFlow> Flows { get; } = [];
}

/// <summary>A published flow; <paramref name="Json"/> is its flow JSON.</summary>
public sealed record SeedFlow(string Id, string Name, string Json);

/// <summary>A business phone number.</summary>
public sealed record SeedNumber(string Id, string DisplayPhoneNumber, string VerifiedName)
{
    public int MessagesPerSecond { get; init; } = 80;
    public string QualityRating { get; init; } = "GREEN";
}

/// <summary>A message template; <paramref name="Components"/> is the JSON array as Meta lists it.</summary>
public sealed record SeedTemplate(string Id, string Name, string Language, string Category, string Components, string Status = "APPROVED", string ParameterFormat = "POSITIONAL");
