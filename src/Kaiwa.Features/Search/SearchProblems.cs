using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Search;

/// <summary>Why a search is refused, in words.</summary>
internal static class SearchProblems
{
    public static readonly Problem NoWords = new("no-words", StatusCodes.Status400BadRequest);

    public static void Register() => ProblemTexts.Add(
        "no-words", "Nothing to search for", "There is no letter or digit in what is searched for. Write a word that stands in the message.", "検索する文字がありません。メッセージに含まれる言葉を入力してください。");
}
