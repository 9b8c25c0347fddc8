using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Teams;

/// <summary>Why a team is not made or changed, in words.</summary>
internal static class TeamProblems
{
    public static readonly Problem Unknown = new("team-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem NameMissing = new("team-name-missing", StatusCodes.Status400BadRequest);
    public static readonly Problem NameTaken = new("team-name-taken", StatusCodes.Status409Conflict);

    public static void Register()
    {
        ProblemTexts.Add("team-unknown", "Team not found", "There is no such team, or it was deleted. Look at the list of teams.", "このチームは見つからないか、削除されています。チームの一覧をご確認ください。");
        ProblemTexts.Add("team-name-missing", "Name missing", "The team needs a name of at most 80 characters. Fill it in, or shorten it.", "チーム名を80文字以内で入力してください。");
        ProblemTexts.Add("team-name-taken", "Name taken", "Another team has this name. Choose one that tells them apart.", "同じ名前のチームがあります。区別できる名前にしてください。");
    }
}
