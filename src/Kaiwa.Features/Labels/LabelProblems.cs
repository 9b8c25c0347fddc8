using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Labels;

/// <summary>Why a label or a closing reason is refused, in words.</summary>
internal static class LabelProblems
{
    public static readonly Problem LabelName = new("label-name", StatusCodes.Status400BadRequest, "40");
    public static readonly Problem LabelTaken = new("label-taken", StatusCodes.Status409Conflict);
    public static readonly Problem LabelUnknown = new("label-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem ReasonUnknown = new("closing-reason-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem TooMany = new("too-many-labels", StatusCodes.Status409Conflict, "200");

    /// <summary>In the words that every feature shares.</summary>

    public static void Register()
    {
        ProblemTexts.Add("label-name", "Name missing or too long", "A label or a closing reason has a name of 1 to {0} characters, on one line and without “|”. Write another one.", "ラベルや終了理由の名前は1～{0}文字で、改行と「|」は使えません。別の名前を入力してください。");
        ProblemTexts.Add("label-taken", "Name taken", "There is one of this name already. Choose another name, or use the one that is there.", "同じ名前のものが既にあります。別の名前にするか、既存のものを使ってください。");
        ProblemTexts.Add("label-unknown", "Label unknown", "This label does not exist here; somebody may have deleted it. Reload the list of labels.", "このラベルは存在しません。削除された可能性があります。一覧を読み込み直してください。");
        ProblemTexts.Add("closing-reason-unknown", "Closing reason unknown", "This closing reason does not exist here; somebody may have deleted it. Reload the list.", "この終了理由は存在しません。削除された可能性があります。一覧を読み込み直してください。");
        ProblemTexts.Add("too-many-labels", "Too many", "A shop has at most {0} labels and as many closing reasons. Delete one that nobody uses.", "ラベルと終了理由はそれぞれ{0}件までです。使っていないものを削除してください。");
    }
}
