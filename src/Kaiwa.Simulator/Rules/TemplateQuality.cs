using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>The quality of templates: on red a template is paused for 3 hours, the second time for 6, the third time it is disabled.</summary>
internal sealed class TemplateQuality(Platform platform, QualityScore score)
{
    private const string Kind = "template_quality";
    private const long HourMs = 60 * 60 * 1000L;

    private readonly TemplateReview review = platform.Review;

    public void Restore()
    {
        foreach (var document in platform.Documents.All(Kind))
        {
            if (platform.Meta.Template(document.Id) is { } found)
            {
                found.Template.Quality = (string)document.Read()["score"]!;
            }
        }
    }

    public async Task BlockedAsync(BusinessNumber number, long templateKey)
    {
        if (number.Account.Templates.ById(templateKey.ToString(CultureInfo.InvariantCulture)) is { } template && score.Of(number, templateKey) is var found
            && (found != template.Quality || (found == QualityScore.Red && template.Status == "APPROVED")))
        {
            await RateAsync(number.Account, template, found);
        }
    }

    public async Task RateAsync(BusinessAccount account, SimulatedTemplate template, string found)
    {
        var before = template.Quality;
        template.Quality = found;
        var (pauses, until) = Held(template);
        var isBad = found == QualityScore.Red && template.Status == "APPROVED";
        pauses += isBad ? 1 : 0;
        var pausedMs = isBad ? pauses switch { 1 => 3 * HourMs, 2 => 6 * HourMs, _ => 0 } : 0;
        await SaveAsync(account, template, pauses, isBad ? pausedMs == 0 ? 0 : platform.Clock.NowMs + pausedMs : until);
        if (before != found)
        {
            var seed = template.Seed;
            await platform.TellAsync(account.Id, "message_template_quality_update", new JsonObject
            {
                ["previous_quality_score"] = before,
                ["new_quality_score"] = found,
                ["message_template_id"] = template.Key,
                ["message_template_name"] = seed.Name,
                ["message_template_language"] = seed.Language,
            }.ToJsonString(), withTime: true);
        }

        if (isBad)
        {
            await (pauses switch
            {
                1 => review.DecideAsync(account, template, "PAUSED", "NONE", "FIRST_PAUSE", "Paused for 3 hours because of low quality."),
                2 => review.DecideAsync(account, template, "PAUSED", "NONE", "SECOND_PAUSE", "Paused for 6 hours because of low quality."),
                _ => review.DecideAsync(account, template, "DISABLED", "NONE", "DISABLED", "Disabled because of low quality, after two pauses."),
            });
        }
    }

    /// <summary>Any status, as told.</summary>
    public Task SetStatusAsync(BusinessAccount account, SimulatedTemplate template, string status) => review.DecideAsync(account, template, status, "NONE");

    /// <summary>Meta puts a template into another category: announced for a day, or done.</summary>
    public async Task RecategorizeAsync(BusinessAccount account, SimulatedTemplate template, string category, DateTimeOffset? announcedFor)
    {
        var seed = template.Seed;
        var value = new JsonObject { ["message_template_id"] = template.Key, ["message_template_name"] = seed.Name, ["message_template_language"] = seed.Language };
        if (announcedFor is { } at)
        {
            value["new_category"] = seed.Category;
            value["correct_category"] = category;
            value["category_update_timestamp"] = at.ToUnixTimeSeconds();
            template.History = template.History with { CorrectCategory = category };
            await review.SaveAsync(account, template);
        }
        else
        {
            value["previous_category"] = seed.Category;
            value["new_category"] = category;
            var changed = template.With(seed with { Category = category });
            changed.History = template.History with { PreviousCategory = seed.Category, CorrectCategory = null };
            account.Templates.Put(changed);
            await review.SaveAsync(account, changed);
        }

        await platform.TellAsync(account.Id, "template_category_update", value.ToJsonString(), withTime: true);
    }

    /// <summary>Ends pauses whose time is over, and looks again at ratings that are a week old.</summary>
    public async Task LookAsync()
    {
        foreach (var document in platform.Documents.All(Kind))
        {
            if (platform.Meta.Template(document.Id) is not { } found)
            {
                continue;
            }

            if (found.Template.Quality != QualityScore.Green && (long)document.Read()["at"]! <= platform.Clock.NowMs - QualityScore.SpanMs)
            {
                await RateAsync(found.Account, found.Template, found.Account.Numbers.Select(number => score.Of(number, found.Template.Key)).FirstOrDefault(rating => rating != QualityScore.Green) ?? QualityScore.Green);
            }

            if (Held(found.Template) is not (var pauses, > 0 and var until) || until > platform.Clock.NowMs)
            {
                continue;
            }

            await SaveAsync(found.Account, found.Template, pauses, 0);
            if (found.Template.Status == "PAUSED")
            {
                await review.DecideAsync(found.Account, found.Template, "APPROVED", "NONE", "UNPAUSE", "The pause is over.");
            }
        }
    }

    private (int Pauses, long Until) Held(SimulatedTemplate template) =>
        platform.Documents.Find(Kind, template.Seed.Id)?.Read() is { } held ? ((int)held["pauses"]!, (long)held["until"]!) : (0, 0);

    private Task SaveAsync(BusinessAccount account, SimulatedTemplate template, int pauses, long until) =>
        platform.Documents.SaveAsync(Kind, account.Id, template.Seed.Id, new JsonObject { ["score"] = template.Quality, ["pauses"] = pauses, ["until"] = until, ["at"] = platform.Clock.NowMs });
}
