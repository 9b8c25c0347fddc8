using System.Globalization;
using Kaiwa.Core.Web;
using Kaiwa.WhatsApp.Errors;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Core.Dispatch;

/// <summary>Why a message is held, failed or waits: the problems of sending, and Meta's errors as problems.</summary>
public static class DispatchProblems
{
    private const int Refused = StatusCodes.Status422UnprocessableEntity;

    static DispatchProblems()
    {
        ProblemTexts.Add("workspace-paused", "Sending is paused", "Sending is paused for the whole workspace, so this message waits. Resume sending in Settings and it goes out by itself.", "ワークスペース全体の送信が停止中のため、このメッセージは待機しています。設定で送信を再開すると自動的に送られます。");
        ProblemTexts.Add("number-restricted", "The number may not send", "The number {0} may not send now: {1}. The message waits and goes out by itself when the number may send again.", "番号 {0} は現在送信できません（{1}）。送信できるようになると自動的に送られます。");
        ProblemTexts.Add("no-contact", "This customer wants no contact", "This customer asked not to be contacted, so the message was not sent. Only a reply to a message of theirs is possible.", "このお客様は連絡を希望していないため、送信しませんでした。お客様からのメッセージへの返信のみ可能です。");
        ProblemTexts.Add("opted-out", "The customer opted out of marketing", "The customer opted out of marketing messages, so this one was not sent. Nothing is to be done; utility messages still reach them.", "お客様がマーケティング配信を停止しているため、送信しませんでした。取引に関するメッセージは引き続き届きます。");
        ProblemTexts.Add("no-consent", "There is no consent", "There is no recorded consent of this customer to marketing messages, so this one was not sent. Record their opt-in first.", "このお客様のマーケティング配信への同意が記録されていないため、送信しませんでした。先に同意を記録してください。");
        ProblemTexts.Add("window-closed", "24 hours are over", "WhatsApp allows free text for 24 hours after the customer's last message; that ended on {0}. Send a template instead: when the customer answers, you can write freely again.", "WhatsAppでは、お客様の最後のメッセージから24時間だけ自由に返信できます。期限は{0}でした。代わりにテンプレートを送信してください。返信があれば再び自由に書けます。");
        ProblemTexts.Add("window-never-open", "Customer has not written", "This customer has not written to this number yet, and WhatsApp allows free text only after that. Send a template instead.", "お客様からこの番号へのメッセージがまだないため、自由文は送信できません。代わりにテンプレートを送信してください。");
        ProblemTexts.Add("template-waits", "The template is not approved now", "The template is {0} at Meta, so the message waits. It goes out by itself when Meta approves the template again.", "テンプレートは Meta で {0} の状態のため、メッセージは待機しています。再び承認されると自動的に送られます。");
        ProblemTexts.Add("template-gone", "The template cannot be used", "The template is {0} at Meta, so the message was not sent. Choose another template, or mend this one and submit it again.", "テンプレートは Meta で {0} の状態のため、送信できませんでした。別のテンプレートを選ぶか、修正して再申請してください。");
        ProblemTexts.Add("budget-spent", "The daily limit of new customers is used up", "Meta lets this business write to {0} different customers in 24 hours, and that many have been written to. The message waits and goes out by itself as the 24 hours roll on.", "Meta の上限（24時間に {0} 人）に達したため、メッセージは待機しています。時間が経過すると自動的に送られます。");
        ProblemTexts.Add("pair-rate", "This customer got many messages at once", "Meta lets one customer receive a message every six seconds after a burst of 45. The message waits for its turn.", "同じお客様への連続送信の上限に達したため、順番を待っています。");
        ProblemTexts.Add("no-answer", "Meta did not answer", "The request left, but no answer came back, so it is not known whether Meta took the message. Kaiwa waits for its status and sends again only if there is none.", "リクエストは送信しましたが応答がありません。ステータスの到着を待ち、届かない場合のみ再送します。");
        ProblemTexts.Add("not-reached", "Meta could not be reached", "No connection to Meta could be made, so the message has not left. It is tried again by itself; check the network if this goes on.", "Meta に接続できませんでした。自動的に再試行します。続く場合はネットワークを確認してください。");
        ProblemTexts.Add("uncertain", "It is not known whether the message arrived", "No answer and no status came for this message, and it was not sent again. Ask the customer, or use Resend if a second copy does no harm.", "応答もステータスも届かず、再送もしていません。お客様に確認するか、重複しても問題なければ再送してください。");
        ProblemTexts.Add("meta-unknown", "Meta refused the message", "Meta refused the message with code {0}: {1} Look the code up in Meta's documentation or ask Meta's support.", "Meta がメッセージを拒否しました（コード {0}）：{1}");
        foreach (var entry in ErrorCatalogue.All)
        {
            ProblemTexts.Add(MetaType(entry.Code), entry.Title, Literal(entry.Sentence), Literal(entry.SentenceJa));
        }
    }

    public static Problem WorkspacePaused() => new("workspace-paused", Refused);

    public static Problem NumberRestricted(string number, string why) => new("number-restricted", Refused, number, why);

    public static Problem NoContact() => new("no-contact", Refused);

    public static Problem OptedOut() => new("opted-out", Refused);

    public static Problem NoConsent() => new("no-consent", Refused);

    /// <summary>The problem of free text outside the 24 hours; <paramref name="closedAt"/> is null when the customer never wrote.</summary>
    public static Problem WindowClosed(DateTimeOffset? closedAt) => closedAt is { } at
        ? new("window-closed", StatusCodes.Status409Conflict, at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture))
        : new("window-never-open", StatusCodes.Status409Conflict);

    public static Problem TemplateWaits(string status) => new("template-waits", Refused, status);

    public static Problem TemplateGone(string status) => new("template-gone", Refused, status);

    public static Problem BudgetSpent(long limit) => new("budget-spent", Refused, limit.ToString(CultureInfo.InvariantCulture));

    public static Problem PairRate() => new("pair-rate", Refused);

    public static Problem NoAnswer() => new("no-answer", Refused);

    public static Problem NotReached() => new("not-reached", Refused);

    public static Problem Uncertain() => new("uncertain", Refused);

    /// <summary>Meta's error as a problem: its own words where the catalogue knows the code. The code and details are the arguments.</summary>
    public static Problem Meta(int code, string? details)
    {
        var number = code.ToString(CultureInfo.InvariantCulture);
        return new Problem(ProblemTexts.All.ContainsKey(MetaType(code)) ? MetaType(code) : "meta-unknown", Refused, number, details ?? "");
    }

    private static string MetaType(int code) => string.Create(CultureInfo.InvariantCulture, $"meta-{code}");

    private static string Literal(string sentence) => sentence.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
