using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>The quality rating of numbers, and the portfolio's limit that rises with use and good quality. It never falls by itself: Meta ended that in October 2025.</summary>
internal sealed class NumberQuality(Platform platform, QualityScore score)
{
    private const string RatingKind = "number_quality";
    private const string LimitKind = "limit";
    private const long RaisedWithinMs = 6 * 60 * 60 * 1000L;
    private const int LowestRaisedByUse = 2_000;

    /// <summary>Unique people a day; 0 stands for no limit.</summary>
    public static IReadOnlyDictionary<string, int> Tiers { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["TIER_250"] = 250,
        ["TIER_2K"] = 2_000,
        ["TIER_10K"] = 10_000,
        ["TIER_100K"] = 100_000,
        ["TIER_UNLIMITED"] = 0,
    };

    public void Restore()
    {
        foreach (var document in platform.Documents.All(RatingKind))
        {
            if (platform.Meta.Number(document.Id) is { } number)
            {
                number.QualityRating = (string)document.Read()["score"]!;
            }
        }

        foreach (var document in platform.Documents.All(LimitKind))
        {
            if (platform.Meta.Portfolio(document.Id) is { } portfolio)
            {
                portfolio.Limit.UsersPerDay = (int?)document.Read()["users"];
            }
        }
    }

    public Task BlockedAsync(BusinessNumber number) => RateAsync(number, score.Of(number));

    public Task RateAsync(BusinessNumber number, string rating)
    {
        number.QualityRating = rating;
        return platform.Documents.SaveAsync(RatingKind, number.Account.Id, number.Id, new JsonObject { ["score"] = rating, ["at"] = platform.Clock.NowMs });
    }

    /// <summary>Moves the limit of the portfolio and tells every account and number of it.</summary>
    public async Task SetLimitAsync(Portfolio portfolio, int? users)
    {
        if (users == portfolio.Limit.UsersPerDay)
        {
            return;
        }

        var before = portfolio.Tier;
        var rises = users is null || users > portfolio.Limit.UsersPerDay;
        portfolio.Limit.UsersPerDay = users;
        await platform.Documents.SaveAsync(LimitKind, portfolio.Id, portfolio.Id, new JsonObject { ["users"] = users });
        foreach (var account in platform.Meta.Accounts.Where(account => account.Portfolio == portfolio))
        {
            var capability = new JsonObject { ["max_daily_conversations_per_business"] = portfolio.Tier };
            capability[users is <= 250 ? "max_phone_numbers_per_business" : "max_phone_numbers_per_waba"] = users is <= 250 ? 2 : 25;
            await platform.TellAsync(account.Id, "business_capability_update", capability.ToJsonString(), withTime: true);
            foreach (var number in account.Numbers)
            {
                await TellAsync(number, rises ? "UPGRADE" : "DOWNGRADE", before);
            }
        }
    }

    /// <summary>phone_number_quality_update with an event, also one of former days.</summary>
    public Task TellAsync(BusinessNumber number, string happening, string? before = null)
    {
        var value = new JsonObject { ["display_phone_number"] = Phones.Digits(number.Digits), ["event"] = happening };
        if (before is not null)
        {
            value["old_limit"] = before;
        }

        value["current_limit"] = number.Account.Portfolio.Tier;
        value["max_daily_conversations_per_business"] = number.Account.Portfolio.Tier;
        return platform.TellAsync(number.Account.Id, "phone_number_quality_update", value.ToJsonString(), withTime: true);
    }

    /// <summary>Looks at ratings that are a week old, and at portfolios that have used half of their limit.</summary>
    public async Task LookAsync()
    {
        var now = platform.Clock.NowMs;
        foreach (var document in platform.Documents.All(RatingKind))
        {
            if (platform.Meta.Number(document.Id) is { } number && number.QualityRating != QualityScore.Green && (long)document.Read()["at"]! <= now - QualityScore.SpanMs)
            {
                await RateAsync(number, score.Of(number));
            }
        }

        foreach (var portfolio in platform.Meta.Accounts.Select(account => account.Portfolio).Distinct())
        {
            if (IsToRise(portfolio, now))
            {
                portfolio.RisesAtMs = null;
                await SetLimitAsync(portfolio, Tiers.Values.FirstOrDefault(users => users > portfolio.Limit.UsersPerDay) is > 0 and var next ? next : null);
            }
        }
    }

    private bool IsToRise(Portfolio portfolio, long now)
    {
        if (portfolio.Limit.UsersPerDay is not (>= LowestRaisedByUse and var limit))
        {
            return false;
        }

        if (portfolio.RisesAtMs is null && portfolio.Limit.Used(now) * 2L >= limit)
        {
            portfolio.RisesAtMs = now + RaisedWithinMs;
        }

        return portfolio.RisesAtMs <= now && platform.Meta.Accounts.Where(account => account.Portfolio == portfolio)
            .All(account => account.Numbers.All(number => number.QualityRating == QualityScore.Green) && account.Templates.All.All(template => template.Quality == QualityScore.Green));
    }
}
