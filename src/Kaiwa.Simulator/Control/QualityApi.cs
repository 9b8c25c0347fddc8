using Kaiwa.Simulator.Rules;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Control;

/// <summary>Quality on demand: POST /numbers/{id} and /templates/{id}, told to the business as when it moves by itself.</summary>
internal sealed class QualityApi(Platform platform)
{
    private static readonly HashSet<string> Scores = ["GREEN", "YELLOW", "RED", "UNKNOWN"];
    private static readonly HashSet<string> Statuses = ["APPROVED", "PAUSED", "DISABLED", "FLAGGED", "REJECTED", "PENDING"];
    private static readonly HashSet<string> Categories = ["MARKETING", "UTILITY", "AUTHENTICATION"];

    public async Task<bool> NumberAsync(HttpContext http, string id)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || platform.Meta.Number(id) is not { } number)
        {
            return false;
        }

        var wish = await ControlApi.ReadAsync<NumberWish>(http);
        if (OneOf(wish.Quality, Scores, "quality") is { } rating)
        {
            await platform.Quality.Numbers.RateAsync(number, rating);
        }

        if (OneOf(wish.Limit, NumberQuality.Tiers.Keys, "limit") is { } tier)
        {
            await platform.Quality.Numbers.SetLimitAsync(number.Account.Portfolio, NumberQuality.Tiers[tier] is > 0 and var users ? users : null);
        }

        if (wish.Event is { Length: > 0 } happening)
        {
            await platform.Quality.Numbers.TellAsync(number, happening);
        }

        return await ControlApi.WriteAsync(http, new NumberState(number.Id, number.QualityRating, number.Account.Portfolio.Tier));
    }

    public async Task<bool> TemplateAsync(HttpContext http, string id)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || platform.Meta.Template(id) is not (var account, var template))
        {
            return false;
        }

        var wish = await ControlApi.ReadAsync<TemplateWish>(http);
        if (OneOf(wish.Quality, Scores, "quality") is { } rating)
        {
            await platform.Quality.Templates.RateAsync(account, template, rating);
        }

        if (OneOf(wish.Status, Statuses, "status") is { } status)
        {
            await platform.Quality.Templates.SetStatusAsync(account, template, status);
        }

        if (OneOf(wish.Category, Categories, "category") is { } category)
        {
            await platform.Quality.Templates.RecategorizeAsync(account, template, category, wish.From);
        }

        var now = account.Templates.ById(id)!;
        return await ControlApi.WriteAsync(http, new TemplateState(id, now.Quality, now.Status, now.Seed.Category));
    }

    private static string? OneOf(string? wish, IEnumerable<string> known, string name) =>
        wish is null || known.Contains(wish) ? wish : throw new PhoneProblemException($"\"{wish}\" is no {name}: give one of {string.Join(", ", known)}.");

    private sealed record NumberWish(string? Quality, string? Limit, string? Event);

    private sealed record NumberState(string PhoneNumberId, string Quality, string Limit);

    private sealed record TemplateWish(string? Quality, string? Status, string? Category, DateTimeOffset? From);

    private sealed record TemplateState(string Id, string Quality, string Status, string Category);
}
