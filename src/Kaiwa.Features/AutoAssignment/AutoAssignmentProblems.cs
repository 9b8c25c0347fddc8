using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.AutoAssignment;

/// <summary>Why a plan is refused, in words.</summary>
internal static class AutoAssignmentProblems
{
    public const int MostRules = 50;
    public const int LongestWords = 500;
    public const int LargestCapacity = 1000;

    public static readonly Problem Capacity = new("assignment-capacity", StatusCodes.Status400BadRequest, "1000");
    public static readonly Problem Rules = new("assignment-rules", StatusCodes.Status400BadRequest, "50", "500");
    public static readonly Problem NoCondition = new("assignment-no-condition", StatusCodes.Status400BadRequest);
    public static readonly Problem NoTarget = new("assignment-no-target", StatusCodes.Status400BadRequest);
    public static readonly Problem Unknown = new("assignment-unknown", StatusCodes.Status404NotFound);

    public static void Register()
    {
        ProblemTexts.Add("assignment-capacity", "Capacity wrong", "One colleague can have between 1 and {0} open conversations, or 0 for any number. Choose a number in between.", "1人あたりの対応数は1〜{0}、または0（無制限）で入力してください。");
        ProblemTexts.Add("assignment-rules", "Too many rules", "There are at most {0} rules, with words of at most {1} characters each. Remove some, or join them.", "ルールは{0}件まで、キーワードは各{1}文字までです。削除するか、まとめてください。");
        ProblemTexts.Add("assignment-no-condition", "A rule without condition", "A rule without number, label or words would fit every conversation. Give it a condition, or choose its team below the rules instead.", "番号・ラベル・キーワードのいずれもないルールはすべての会話に当てはまります。条件を指定するか、ルールの下でチームを選んでください。");
        ProblemTexts.Add("assignment-no-target", "A rule without target", "A rule gives conversations either to a team or to a colleague. Choose one of them.", "ルールにはチームか担当者のどちらか一方を指定してください。");
        ProblemTexts.Add("assignment-unknown", "Not there any more", "A number, label, team or colleague of this plan does not exist in this workspace. Load the page again and choose another.", "指定された番号・ラベル・チーム・メンバーが見つかりません。ページを再読み込みして選び直してください。");
    }
}
