using System.Globalization;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>The words around the messages of an exported conversation.</summary>
internal static class ExportWords
{
    private static readonly Dictionary<string, (string English, string Japanese)> All = new(StringComparer.Ordinal)
    {
        ["title"] = ("Conversation with {0}", "{0}様との会話"),
        ["shop"] = ("Shop", "ショップ"),
        ["customer"] = ("Customer", "お客様"),
        ["number"] = ("On the number", "使用番号"),
        ["period"] = ("Period", "期間"),
        ["period.all"] = ("all of it", "すべて"),
        ["period.from"] = ("from {0}", "{0}以降"),
        ["period.to"] = ("up to {0}", "{0}まで"),
        ["period.between"] = ("{0} to {1}", "{0}～{1}"),
        ["exported"] = ("Exported", "書き出し日時"),
        ["zone"] = ("All times are those of {0}.", "時刻はすべて{0}のものです。"),
        ["nothing"] = ("Nothing was written in this period.", "この期間のメッセージはありません。"),
        ["note"] = ("Private note by {0}", "{0}の社内メモ"),
        ["edited"] = ("edited", "編集済み"),
        ["revoked"] = ("This message was deleted", "このメッセージは削除されました"),
        ["quoted"] = ("In answer to: {0}", "返信先：{0}"),
        ["quoted.nameless"] = ("In answer to a message without words", "本文のないメッセージへの返信"),
        ["reaction"] = ("Reaction: {0}", "リアクション：{0}"),
        ["media.missing"] = ("the file was never fetched", "ファイルは取得されていません"),
        ["media.why"] = ("the file is missing: {0}", "ファイルがありません：{0}"),
        ["missing.title"] = ("These files of the conversation are not in this archive:", "次のファイルはこのアーカイブに含まれていません："),
        ["origin.Broadcast"] = ("broadcast", "一斉配信"),
        ["origin.Key"] = ("sent by a program", "プログラムが送信"),
        ["origin.System"] = ("sent automatically", "自動送信"),
        ["kind.image"] = ("Picture", "画像"),
        ["kind.video"] = ("Video", "動画"),
        ["kind.audio"] = ("Audio", "音声"),
        ["kind.voice"] = ("Voice message", "ボイスメッセージ"),
        ["kind.document"] = ("Document", "書類"),
        ["kind.sticker"] = ("Sticker", "スタンプ"),
        ["kind.location"] = ("Location", "位置情報"),
        ["kind.contacts"] = ("Contact card", "連絡先カード"),
        ["kind.template"] = ("Template", "テンプレート"),
        ["kind.interactive"] = ("Interactive message", "選択メッセージ"),
        ["kind.button"] = ("Tapped a button", "ボタンをタップ"),
        ["kind.choice"] = ("Chose", "選択"),
        ["kind.form"] = ("Filled in a form", "フォームに回答"),
        ["kind.calls"] = ("Answered whether the shop may call", "通話の許可について回答"),
        ["kind.order"] = ("Order", "注文"),
        ["kind.system"] = ("Note by WhatsApp", "WhatsApp からのお知らせ"),
        ["kind.unsupported"] = ("Unsupported message", "未対応のメッセージ"),
        ["kind.pin"] = ("Pinned a message", "メッセージを固定"),
        ["kind.unknown"] = ("Message of the kind {0}", "種類「{0}」のメッセージ"),
        ["state.Queued"] = ("Waiting to be sent", "送信待ち"),
        ["state.Held"] = ("Held back", "保留中"),
        ["state.Cancelled"] = ("Cancelled", "取り消し"),
        ["state.Expired"] = ("Not sent in time", "期限切れ"),
        ["state.Accepted"] = ("Accepted by WhatsApp", "WhatsAppが受付"),
        ["state.Sent"] = ("Sent", "送信済み"),
        ["state.Failed"] = ("Not delivered", "未配信"),
        ["state.Delivered"] = ("Delivered", "配信済み"),
        ["state.Read"] = ("Read", "既読"),
        ["state.Played"] = ("Played", "再生済み"),
        ["event.Resolved"] = ("{0} resolved the conversation", "{0}が会話を解決済みに変更"),
        ["event.Resolved.why"] = ("{0} resolved the conversation: {1}", "{0}が会話を解決済みに変更：{1}"),
        ["event.Opened"] = ("{0} opened the conversation again", "{0}が会話を再開"),
        ["event.Pending"] = ("{0} gave the conversation to a bot", "{0}が会話をボット対応に変更"),
        ["event.Snoozed"] = ("{0} snoozed the conversation until the customer writes", "{0}がお客様の返信までスヌーズ"),
        ["event.Snoozed.until"] = ("{0} snoozed the conversation until {2}", "{0}が{2}までスヌーズ"),
        ["event.Woke"] = ("The snooze is over", "スヌーズが終了"),
        ["event.Reopened"] = ("Open again: the customer wrote", "お客様の返信により再開"),
        ["event.Assigned"] = ("{0} gave the conversation to {1}", "{0}が{1}に割り当て"),
        ["event.Assigned.auto"] = ("The conversation was given to {1} automatically", "自動的に{1}に割り当て"),
        ["event.Unassigned"] = ("{0} gave the conversation back to nobody", "{0}が担当を解除"),
        ["event.AssigneeLeft"] = ("{1} left the workspace; the conversation is nobody's", "{1}が退出し、担当が外れました"),
        ["event.Prioritised"] = ("{0} changed the priority", "{0}が優先度を変更"),
        ["event.Labelled"] = ("{0} put on the label {1}", "{0}がラベル「{1}」を付与"),
        ["event.Unlabelled"] = ("{0} took off the label {1}", "{0}がラベル「{1}」を解除"),
        ["event.Overdue"] = ("The answer did not come within the target time", "目標時間内に返信なし"),
        ["event.Blocked"] = ("{0} blocked the customer on this number", "{0}がこの番号でお客様をブロック"),
        ["event.Unblocked"] = ("{0} unblocked the customer", "{0}がブロックを解除"),
        ["event.TeamGiven"] = ("{0} gave the conversation to the team {1}", "{0}がチーム「{1}」に割り当て"),
        ["event.TeamTaken"] = ("{0} took the conversation from the team {1}", "{0}がチーム「{1}」から外す"),
        ["event.Merged"] = ("{0} merged the customer with {1}", "{0}が{1}と統合"),
        ["event.Unmerged"] = ("{0} un-merged the customer from {1}", "{0}が{1}との統合を取り消し"),
        ["event.Rated"] = ("The customer rated the service: {1} of 5", "お客様の評価：5段階中{1}"),
    };

    public static string Of(string key, string language, params object[] arguments)
    {
        var words = language == "ja" ? All[key].Japanese : All[key].English;
        return arguments.Length == 0 ? words : string.Format(CultureInfo.InvariantCulture, words, arguments);
    }

    public static bool Has(string key) => All.ContainsKey(key);
}
