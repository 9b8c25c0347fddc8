using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Hours;

internal sealed class HoursDoor(Database database, HoursStore store, IEnumerable<IFollowHours> followers, AuditLog audit) : IHours
{
    private const int LongestText = 1024;
    private const int MostSpans = 50;
    private const int MostHolidays = 400;

    public async Task<HoursView> FindAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Read) && await store.FindAsync(actor.Workspace, ct) is { } row ? row.ToView() : new HoursView([], [], new AutomaticText(false, ""), new AutomaticText(false, ""));

    public async Task<Result<HoursView>> ChangeAsync(Actor actor, HoursView hours, CancellationToken ct = default)
    {
        if ((Permitted.Refusal(actor, Permissions.Administer) ?? Unfit(hours)) is { } problem)
        {
            return problem;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await store.ChangeAsync(unit, actor.Workspace, hours);
                foreach (var follower in followers)
                {
                    await follower.OnHoursChangedAsync(unit, actor.Workspace);
                }

                await audit.WriteAsync(unit, actor, "hours.changed", actor.Workspace.ToString());
            },
            ct: ct);
        return hours;
    }

    private static Problem? Unfit(HoursView hours)
    {
        AutomaticText[] texts = [hours.Away, hours.Welcome];
        return texts.Any(text => text.Text.Length > LongestText || (text.IsOn && string.IsNullOrWhiteSpace(text.Text))) ? HoursProblems.Text
            : hours.Away.IsOn && hours.Week.Count == 0 ? HoursProblems.NoHours
            : hours.Week.Count > MostSpans || hours.Holidays.Count > MostHolidays || hours.Week.Any(span => !Enum.IsDefined(span.Day)) ? HoursProblems.TooMany
            : null;
    }
}

/// <summary>Why hours are refused, in words.</summary>
internal static class HoursProblems
{
    public static readonly Problem Text = new("hours-text", StatusCodes.Status400BadRequest, "1024");
    public static readonly Problem NoHours = new("hours-missing", StatusCodes.Status400BadRequest);
    public static readonly Problem TooMany = new("hours-too-many", StatusCodes.Status400BadRequest, "50", "400");

    public static void Register()
    {
        ProblemTexts.Add("hours-text", "Text needed", "A message that is sent by itself has 1 to {0} characters. Write it, or switch it off.", "自動送信するメッセージは1〜{0}文字です。入力するか、オフにしてください。");
        ProblemTexts.Add("hours-missing", "Hours needed", "Without opening hours the shop would always be closed and everybody would get the away message. Say first when it is open.", "営業時間がないと常に営業時間外になり、全員に不在メッセージが送信されます。先に営業時間を入力してください。");
        ProblemTexts.Add("hours-too-many", "Too many hours", "A week has at most {0} spans, and there are at most {1} holidays. Join some, or remove past ones.", "1週間の時間帯は{0}個、休業日は{1}日までです。まとめるか、過去のものを削除してください。");
    }
}
