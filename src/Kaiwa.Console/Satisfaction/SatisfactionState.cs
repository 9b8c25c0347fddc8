using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Satisfaction;

namespace Kaiwa.Console.Satisfaction;

/// <summary>What customers said in a period, and the question as its form has it.</summary>
internal sealed class SatisfactionState(ISatisfaction satisfaction, Session session, TimeProvider time)
{
    private const int MostRatings = 20;

    /// <summary>The periods to choose from, in days.</summary>
    public static IReadOnlyList<int> Periods { get; } = [7, 30, 90];

    public int Days { get; private set; } = 30;

    public RatingSummary? Summary { get; private set; }

    public IReadOnlyList<Rating> Ratings { get; private set; } = [];

    public bool MayChange { get; private set; }

    public IReadOnlyList<Template> Templates { get; private set; } = [];

    public bool IsOn { get; set; }

    public int Delay { get; set; }

    public int Pause { get; set; }

    public string Language { get; set; } = "";

    public string English { get; set; } = "";

    public string Japanese { get; set; } = "";

    public string Template { get; set; } = "";

    public Problem? Problem { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        MayChange = actor.May(Permissions.Administer);
        Templates = await satisfaction.TemplatesAsync(actor);
        var settings = await satisfaction.FindAsync(actor);
        (IsOn, Delay, Pause, Language) = (settings.IsOn, settings.DelayMinutes, settings.PauseDays, settings.Language);
        (English, Japanese, Template) = (settings.English, settings.Japanese, settings.Template?.ToString() ?? "");
        await ShowAsync(Days);
    }

    public async Task ShowAsync(int days)
    {
        Days = days;
        var (actor, now) = (await session.ActorAsync(), time.GetUtcNow());
        var summary = await satisfaction.SummaryAsync(actor, now.AddDays(-days), now);
        var ratings = await satisfaction.RatingsAsync(actor, new RatingFilter(now.AddDays(-days), now, Limit: MostRatings));
        Problem = summary.Problem ?? ratings.Problem;
        (Summary, Ratings) = Problem is null ? (summary.Value, ratings.Value.Items) : (null, []);
    }

    public async Task<bool> SaveAsync()
    {
        Id<Template>? template = Id<Template>.TryParse(Template, null, out var id) ? id : null;
        Problem = (await satisfaction.ChangeAsync(await session.ActorAsync(), new SatisfactionSettings(IsOn, Delay, Pause, Language, English.Trim(), Japanese.Trim(), template))).Problem;
        return Problem is null;
    }
}
