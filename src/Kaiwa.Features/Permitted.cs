using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features;

/// <summary>Refuses in words who lacks a permission. Endpoints ask before they call; doors ask too, for the console calls them without an endpoint.</summary>
internal static class Permitted
{
    public static Problem? Refusal(Actor actor, Permissions needed) => actor.May(needed) ? null : new Problem("not-permitted", StatusCodes.Status403Forbidden, needed.ToString());

    public static async Task<Result<T>> WhenAsync<T>(Actor actor, Permissions needed, Func<Task<Result<T>>> then) => Refusal(actor, needed) is { } refusal ? refusal : await then();

    public static void Register() => ProblemTexts.Add(
        "not-permitted", "You may not do this", "Your account or key lacks the permission {0}, so nothing was done. Ask an administrator for it.", "権限（{0}）がないため実行できません。管理者に依頼してください。");
}
