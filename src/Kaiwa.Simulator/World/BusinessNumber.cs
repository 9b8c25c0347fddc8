using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Kaiwa.Simulator.Rules;

namespace Kaiwa.Simulator.World;

/// <summary>A business portfolio: what its numbers share.</summary>
internal sealed class Portfolio(SeedPortfolio seed)
{
    public string Id => seed.Id;
    public string Name => seed.Name;
    public PortfolioLimit Limit { get; } = new(seed.UsersPerDay);

    /// <summary>When the limit rises, if quality is good then; null while too little of it was used.</summary>
    public long? RisesAtMs { get; set; }

    public string Tier => Limit.UsersPerDay switch
    {
        null => "TIER_UNLIMITED",
        <= 50 => "TIER_50",
        <= 250 => "TIER_250",
        <= 2_000 => "TIER_2K",
        <= 10_000 => "TIER_10K",
        _ => "TIER_100K",
    };
}

/// <summary>A WhatsApp Business Account.</summary>
internal sealed class BusinessAccount(SeedBusinessAccount seed, Portfolio portfolio)
{
    public string Id => seed.Id;
    public string Name => seed.Name;
    public IEnumerable<SeedFlow> SeedFlows => seed.Flows;
    public Portfolio Portfolio => portfolio;
    public TemplateShelf Templates { get; } = new();
    public IReadOnlyList<BusinessNumber> Numbers { get; private set; } = [];

    public void Add(BusinessNumber number) => Numbers = [.. Numbers, number];

    /// <summary>Whether the app hears of this account (POST /{waba}/subscribed_apps).</summary>
    public bool Subscribed { get; set; } = true;

    /// <summary>The catalogue whose products its messages show; null when none is connected, and then any product is taken.</summary>
    public string? Catalogue { get; set; }

    /// <summary>The account's own webhook address, if it has one.</summary>
    public Uri? WebhookOverride { get; set; }
}

/// <summary>A business phone number, with the bytes that every one of its webhooks begins with.</summary>
internal sealed class BusinessNumber
{
    private readonly SeedNumber seed;

    public BusinessNumber(SeedNumber seed, BusinessAccount account)
    {
        this.seed = seed;
        QualityRating = seed.QualityRating;
        Account = account;
        Key = long.Parse(seed.Id, NumberStyles.None, CultureInfo.InvariantCulture);
        var digits = string.Concat(seed.DisplayPhoneNumber.Where(char.IsAsciiDigit));
        Digits = ulong.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        Throughput = new ThroughputLimit(seed.MessagesPerSecond);
        EntryHead = Encoding.ASCII.GetBytes($$"""{"id":"{{account.Id}}","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"{{digits}}","phone_number_id":"{{seed.Id}}"}""");
    }

    public string Id => seed.Id;
    public long Key { get; }
    public ulong Digits { get; }
    public string DisplayPhoneNumber => seed.DisplayPhoneNumber;
    public string VerifiedName => seed.VerifiedName;
    public string QualityRating { get; set; }
    public int MessagesPerSecond => seed.MessagesPerSecond;
    public BusinessAccount Account { get; }
    public ThroughputLimit Throughput { get; }
    public byte[] EntryHead { get; }
    /// <summary>The number's own webhook address, if it has one.</summary>
    public Uri? WebhookOverride { get; set; }

    /// <summary>Where its messages and statuses are told, if not at the app's address.</summary>
    public Uri? Webhook => WebhookOverride ?? Account.WebhookOverride;

    public Registration Registration { get; set; } = Registration.Whole;

    /// <summary>Posts to the address that the business's own client was given; null when it has never had one.</summary>
    public OnPremises.CallbackSender? Callbacks { get; set; }

    /// <summary>People whom the business has blocked.</summary>
    public ConcurrentDictionary<ulong, bool> Blocked { get; } = new();

    public bool Blocks(ulong phone) => !Blocked.IsEmpty && Blocked.ContainsKey(phone);
}
