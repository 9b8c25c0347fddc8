using System.Text.Json;
using Kaiwa.Simulator.Rules;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Control;

/// <summary>What Meta decides, on demand: quality (POST /numbers/{id} and /templates/{id}, told to the business as when it moves by itself) and webhooks about the account (POST /notices).</summary>
internal sealed class QualityApi(Platform platform)
{
    private static readonly HashSet<string> Scores = ["GREEN", "YELLOW", "RED", "UNKNOWN"];
    private static readonly HashSet<string> Statuses = ["APPROVED", "PAUSED", "DISABLED", "FLAGGED", "REJECTED", "PENDING"];
    private static readonly HashSet<string> Categories = ["MARKETING", "UTILITY", "AUTHENTICATION"];

    /// <summary>The webhooks about an account that nothing here brings about by itself.</summary>
    private static readonly HashSet<string> Fields =
    [
        "account_alerts", "account_review_update", "account_settings_update", "account_update", "business_capability_update", "business_username_update",
        "message_template_components_update", "payment_configuration_update", "phone_number_name_update", "phone_number_quality_update", "security",
    ];

    public async Task<bool> NoticeAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return false;
        }

        var wish = await ControlApi.ReadAsync<NoticeWish>(http);
        var field = OneOf(wish.Field ?? "", Fields, "field")!;
        if (wish.Value.ValueKind != JsonValueKind.Object)
        {
            throw new PhoneProblemException("Give the webhook's value: {\"field\":\"account_review_update\",\"value\":{\"decision\":\"APPROVED\"}}.");
        }

        var account = (wish.Account is null ? platform.Meta.Accounts.FirstOrDefault() : platform.Meta.Account(wish.Account)) ?? throw new PhoneProblemException($"There is no business account {wish.Account}.");
        await platform.TellAsync(account.Id, field, wish.Value.GetRawText(), withTime: true);
        return await ControlApi.WriteAsync(http, new { success = true });
    }

    public async Task<bool> NumberAsync(HttpContext http, string id)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || platform.Meta.Number(id) is not { } number)
        {
            return false;
        }

        var wish = await ControlApi.ReadAsync<NumberWish>(http);
        await platform.Quality.InTurnAsync(async () =>
        {
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
        });
        return await ControlApi.WriteAsync(http, new NumberState(number.Id, number.QualityRating, number.Account.Portfolio.Tier));
    }

    public async Task<bool> TemplateAsync(HttpContext http, string id)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || platform.Meta.Template(id) is not (var account, var template))
        {
            return false;
        }

        var wish = await ControlApi.ReadAsync<TemplateWish>(http);
        await platform.Quality.InTurnAsync(async () =>
        {
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
        });
        var now = account.Templates.ById(id)!;
        return await ControlApi.WriteAsync(http, new TemplateState(id, now.Quality, now.Status, now.Seed.Category));
    }

    private static string? OneOf(string? wish, IEnumerable<string> known, string name) =>
        wish is null || known.Contains(wish) ? wish : throw new PhoneProblemException($"\"{wish}\" is no {name}: give one of {string.Join(", ", known)}.");

    private sealed record NoticeWish(string? Field, JsonElement Value, string? Account);

    private sealed record NumberWish(string? Quality, string? Limit, string? Event);

    private sealed record NumberState(string PhoneNumberId, string Quality, string Limit);

    private sealed record TemplateWish(string? Quality, string? Status, string? Category, DateTimeOffset? From);

    private sealed record TemplateState(string Id, string Quality, string Status, string Category);
}
