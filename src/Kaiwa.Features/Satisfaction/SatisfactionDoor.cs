using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Templates;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Satisfaction;

internal sealed class SatisfactionDoor(Database database, SatisfactionStore store, RequestStore requests, ITemplates templates, IPeople people, AuditLog audit) : ISatisfaction
{
    private const int MostRows = 200;

    public async Task<SatisfactionSettings> FindAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Read) && await store.FindAsync(actor.Workspace, ct) is { } settings ? settings : SatisfactionSettings.None;

    public async Task<Result<SatisfactionSettings>> ChangeAsync(Actor actor, SatisfactionSettings settings, CancellationToken ct = default)
    {
        if ((Permitted.Refusal(actor, Permissions.Administer) ?? Unfit(settings)) is { } problem)
        {
            return problem;
        }

        if (settings.Template is { } id && (await templates.FindAsync(actor, id, ct) is not { IsApproved: true } template || Question.Scores(template) is null))
        {
            return SatisfactionProblems.Template;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await SatisfactionStore.ChangeAsync(unit, actor.Workspace, settings);
                await audit.WriteAsync(unit, actor, "satisfaction.changed", actor.Workspace.ToString());
            },
            ct: ct);
        return settings;
    }

    public async Task<IReadOnlyList<Template>> TemplatesAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Read) ? (await templates.ListAsync(actor, ct)).Where(template => template.IsApproved && Question.Scores(template) is not null).OrderBy(template => template.Name, StringComparer.Ordinal).ToList() : [];

    public async Task<Result<RatingSummary>> SummaryAsync(Actor actor, DateTimeOffset from, DateTimeOffset until, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        var (asked, rows) = await requests.CountAsync(actor.Workspace, from, until, ct);
        var names = (await people.ListAsync(actor, ct)).ToDictionary(user => user.Id, user => user.Name);
        var agents = rows.GroupBy(row => row.UserId)
            .Select(group => new AgentRatings(group.Key, names.GetValueOrDefault(group.Key), Count(group), Average(group)!.Value))
            .OrderBy(agent => agent.Name ?? "", StringComparer.InvariantCultureIgnoreCase).ToList();
        return new RatingSummary(asked, Count(rows), Average(rows), [.. Enumerable.Range(1, 5).Select(score => Count(rows.Where(row => row.Score == score)))], agents);
    }

    public async Task<Result<Page<Rating>>> RatingsAsync(Actor actor, RatingFilter filter, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        var most = Math.Clamp(filter.Limit, 1, MostRows);
        var rows = await requests.AnsweredAsync(actor.Workspace, filter, most, ct);
        return new Page<Rating>(rows.Select(row => row.ToRating()).ToList(), rows.Count == most ? Cursor.Write(rows[^1].AnsweredAt, rows[^1].Id.Value) : null);
    }

    private static int Count(IEnumerable<ScoreRow> rows) => (int)rows.Sum(row => row.Answers);

    private static double? Average(IEnumerable<ScoreRow> rows) => rows.Sum(row => row.Answers) is var count and > 0 ? Math.Round(rows.Sum(row => row.Score * row.Answers) / (double)count, 2) : null;

    private static Problem? Unfit(SatisfactionSettings settings) =>
        settings.English.Length > SatisfactionSettings.LongestText || settings.Japanese.Length > SatisfactionSettings.LongestText ? SatisfactionProblems.Text
        : settings.DelayMinutes is < 0 or > 1440 || settings.PauseDays is < 1 or > 365 || settings.Language is not ("en" or "ja") ? SatisfactionProblems.Range
        : null;
}

/// <summary>Why the question is refused, in words.</summary>
internal static class SatisfactionProblems
{
    public static readonly Problem Text = new("satisfaction-text", StatusCodes.Status400BadRequest, "1024");
    public static readonly Problem Range = new("satisfaction-range", StatusCodes.Status400BadRequest);
    public static readonly Problem Template = new("satisfaction-template", StatusCodes.Status400BadRequest);

    public static void Register()
    {
        ProblemTexts.Add("satisfaction-text", "Question too long", "The question has at most {0} characters. Shorten it.", "質問は{0}文字までです。短くしてください。");
        ProblemTexts.Add("satisfaction-range", "Numbers out of range", "The question comes 0 to 1,440 minutes after the resolution and at most once in 1 to 365 days; the language is en or ja. Give other values.", "質問は解決の0〜1440分後、間隔は1〜365日、言語はenまたはjaです。別の値を入力してください。");
        ProblemTexts.Add("satisfaction-template", "Template not usable", "The template must be approved, have nothing to fill in, and have three or five quick replies as its only buttons, the best first. Choose another one, or none.", "承認済みで変数がなく、ボタンがクイック返信3個または5個だけ（良い順）のテンプレートを選んでください。なしにもできます。");
    }
}
