using System.Globalization;
using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Why a broadcast cannot be made or moved, or holds.</summary>
internal static class BroadcastProblems
{
    /// <summary>Makes the sentences known; called where the feature registers itself.</summary>
    public static void Register()
    {
        ProblemTexts.Add("broadcast-not-found", "There is no such broadcast", "There is no such broadcast in this workspace. It may have been removed; go back to the list.", "この一斉配信は見つかりません。一覧に戻って確認してください。");
        ProblemTexts.Add("broadcast-state", "Not possible now", "The broadcast is {0}, so this is not possible now. Look at its page for what it can do next.", "一斉配信は現在「{0}」の状態のため、この操作はできません。");
        ProblemTexts.Add("broadcast-paused", "The broadcast is paused", "The broadcast is paused, so the rest of its messages wait. Resume it and they go out.", "一斉配信が一時停止中のため、残りのメッセージは待機しています。再開すると送信されます。");
        ProblemTexts.Add("broadcast-failing", "Paused because too many failed", "Of the latest messages {0} failed, that is {1} % of those that ended, so the broadcast paused itself. Look at the failures, mend the cause, then resume it.", "直近のメッセージのうち {0} 件（終了分の {1} %）が失敗したため、自動的に一時停止しました。原因を確認してから再開してください。");
        ProblemTexts.Add("broadcast-name", "The broadcast needs a name", "The broadcast has no name of at most 200 characters. Give it one, so that you find it again.", "一斉配信の名前（200文字以内）を入力してください。");
        ProblemTexts.Add("broadcast-no-number", "There is no number to send from", "There is no such phone number in this workspace, so nothing can be sent. Connect a number, or choose another.", "送信元の電話番号が見つかりません。番号を接続するか、別の番号を選んでください。");
        ProblemTexts.Add("broadcast-no-template", "The template is unknown", "There is no template {0} in {1}. Synchronise the templates, or choose another.", "テンプレート {0}（{1}）が見つかりません。テンプレートを同期するか、別のものを選んでください。");
        ProblemTexts.Add("broadcast-template-status", "The template is not approved", "The template {0} is {1} at Meta, so it cannot be sent. Wait for its approval, or choose another.", "テンプレート {0} は Meta で {1} の状態のため送信できません。承認を待つか、別のものを選んでください。");
        ProblemTexts.Add("broadcast-template-changed", "The template was changed", "The template {0} was changed at Meta and has other variables now, so the broadcast stopped. Make a new one with the present variables.", "テンプレート {0} が変更され、変数が一致しなくなったため配信を中止しました。新しく作成してください。");
        ProblemTexts.Add("broadcast-variables-missing", "Values are missing", "The template needs values that are missing: {0}. Give each one a text, or Liquid such as {{{{ contact.name | default: \"there\" }}}}.", "テンプレートに必要な値が足りません：{0}。それぞれに文字列または Liquid を入力してください。");
        ProblemTexts.Add("broadcast-variables-unreadable", "Values cannot be read", "These values are not valid Liquid: {0}. Check their braces and quotation marks.", "次の値は Liquid として読み取れません：{0}。括弧と引用符を確認してください。");
        ProblemTexts.Add("broadcast-template-part", "A part of the template cannot be filled", "The template has a part that a broadcast cannot fill: {0}. Choose another template, or send this one through the API.", "このテンプレートには一斉配信で入力できない部分があります：{0}。別のテンプレートを選ぶか、APIから送信してください。");
        ProblemTexts.Add("broadcast-audience", "The audience cannot be read", "The audience is neither \"all\" nor one tag nor one import. Send {{\"tag\": \"…\"}} or {{\"import\": \"…\"}}.", "配信先を読み取れません。\"all\"、タグ、インポートのいずれかを指定してください。");
        ProblemTexts.Add("broadcast-past", "The time is past", "The time chosen is past, so nothing was scheduled. Choose one to come, or start the broadcast now.", "指定した時刻は過ぎています。未来の時刻を選ぶか、今すぐ開始してください。");
    }

    public static Problem NotFound() => new("broadcast-not-found", StatusCodes.Status404NotFound);

    public static Problem NotNow(BroadcastState state) => new("broadcast-state", StatusCodes.Status409Conflict, state.ToString().ToLowerInvariant());

    public static Problem Paused() => new("broadcast-paused", StatusCodes.Status409Conflict);

    public static Problem Failing(long failed, long percent) =>
        new("broadcast-failing", StatusCodes.Status409Conflict, failed.ToString(CultureInfo.InvariantCulture), percent.ToString(CultureInfo.InvariantCulture));

    public static Problem NoName() => new("broadcast-name", StatusCodes.Status400BadRequest);

    public static Problem NoNumber() => new("broadcast-no-number", StatusCodes.Status400BadRequest);

    public static Problem NoTemplate(string? name, string? language) => new("broadcast-no-template", StatusCodes.Status400BadRequest, name ?? "?", language ?? "?");

    public static Problem TemplateStatus(string name, string status) => new("broadcast-template-status", StatusCodes.Status409Conflict, name, status);

    public static Problem TemplateChanged(string name) => new("broadcast-template-changed", StatusCodes.Status409Conflict, name);

    public static Problem Missing(IReadOnlyList<string> keys) => new("broadcast-variables-missing", StatusCodes.Status400BadRequest, string.Join(", ", keys));

    public static Problem Unfilled(string part) => new("broadcast-template-part", StatusCodes.Status400BadRequest, part);

    public static Problem Unreadable(IReadOnlyList<string> keys) => new("broadcast-variables-unreadable", StatusCodes.Status400BadRequest, string.Join(", ", keys));

    public static Problem NoAudience() => new("broadcast-audience", StatusCodes.Status400BadRequest);

    public static Problem Past() => new("broadcast-past", StatusCodes.Status400BadRequest);
}
