using System.Globalization;
using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Inbox;

/// <summary>Why a conversation or a reply is refused, in words.</summary>
internal static class InboxProblems
{
    public static readonly Problem ConversationUnknown = new("conversation-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem MessageUnknown = new("message-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem NumberGone = new("number-gone", StatusCodes.Status409Conflict);
    public static readonly Problem NoAddress = new("no-address", StatusCodes.Status409Conflict);
    public static readonly Problem TextEmpty = new("text-empty", StatusCodes.Status400BadRequest);
    public static readonly Problem TextTooLong = new("text-too-long", StatusCodes.Status400BadRequest, "4096");
    public static readonly Problem CaptionTooLong = new("caption-too-long", StatusCodes.Status400BadRequest, "1024");
    public static readonly Problem FileEmpty = new("file-empty", StatusCodes.Status400BadRequest);
    public static readonly Problem ClientIdTaken = new("client-id-taken", StatusCodes.Status409Conflict);
    public static readonly Problem NotToResend = new("not-to-resend", StatusCodes.Status409Conflict);
    public static readonly Problem AlreadyResent = new("already-resent", StatusCodes.Status409Conflict);
    public static readonly Problem TemplateOfOtherAccount = new("template-of-other-account", StatusCodes.Status409Conflict);

    public static readonly Problem Buttons = new("buttons-not-usable", StatusCodes.Status400BadRequest);
    public static readonly Problem ButtonsTextTooLong = new("buttons-text-too-long", StatusCodes.Status400BadRequest, "1024");
    public static readonly Problem ButtonsFile = new("buttons-file", StatusCodes.Status400BadRequest);
    public static readonly Problem CardUnknown = new("card-unknown", StatusCodes.Status400BadRequest);
    public static readonly Problem ContentUnclear = new("content-unclear", StatusCodes.Status400BadRequest);
    public static readonly Problem NotOnEarth = new("place-not-on-earth", StatusCodes.Status400BadRequest);

    public static readonly Problem TooMany = new("too-many-conversations", StatusCodes.Status400BadRequest, "200");
    public static readonly Problem ReasonTooLong = new("closing-reason-too-long", StatusCodes.Status400BadRequest, "200");
    public static readonly Problem ViewName = new("view-name", StatusCodes.Status400BadRequest, "40");
    public static readonly Problem ViewUnknown = new("view-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem TooManyViews = new("too-many-views", StatusCodes.Status409Conflict, "30");
    public static readonly Problem NoteTooLong = new("note-too-long", StatusCodes.Status400BadRequest, "4000");
    public static readonly Problem NoteUnknown = new("note-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem NoteOfAnother = new("note-of-another", StatusCodes.Status403Forbidden);
    public static readonly Problem CustomerBlocked = new("customer-blocked", StatusCodes.Status409Conflict);
    public static readonly Problem BlockTooLate = new("block-too-late", StatusCodes.Status409Conflict);
    public static readonly Problem BlockListFull = new("block-list-full", StatusCodes.Status409Conflict, "64,000");
    public static readonly Problem ExportPeriod = new("export-period", StatusCodes.Status400BadRequest);
    public static readonly Problem SnoozePast = new("snooze-past", StatusCodes.Status400BadRequest);
    public static readonly Problem AssigneeUnknown = new("assignee-unknown", StatusCodes.Status400BadRequest);

    /// <summary>In the words of the templates feature.</summary>
    public static readonly Problem TemplateUnknown = new("template-unknown", StatusCodes.Status404NotFound);

    /// <summary>In the words of the teams feature.</summary>
    public static readonly Problem TeamUnknown = new("team-unknown", StatusCodes.Status404NotFound);

    /// <summary>In the words of the labels feature.</summary>
    public static readonly Problem LabelUnknown = new("label-unknown", StatusCodes.Status404NotFound);

    /// <summary>In the words that every feature shares.</summary>
    public static Problem TemplateNotApproved(string status) => new("template-not-approved", StatusCodes.Status409Conflict, status);

    public static Problem BlockRefused(string why) => new("block-refused", StatusCodes.Status502BadGateway, why);

    public static Problem FileKind(string name) => new("file-kind", StatusCodes.Status415UnsupportedMediaType, name);

    public static Problem FileTooLarge(string most) => new("file-too-large", StatusCodes.Status413PayloadTooLarge, most);

    public static void Register()
    {
        ProblemTexts.Add("caption-too-long", "Caption too long", "WhatsApp takes at most {0} characters under a file. Shorten them, or send the text as a message of its own.", "ファイルに添える文は{0}文字までです。短くするか、別のメッセージで送信してください。");
        ProblemTexts.Add("file-empty", "File empty", "The file is empty. Choose another one.", "ファイルが空です。別のファイルを選んでください。");
        ProblemTexts.Add("file-kind", "Kind of file not taken", "WhatsApp does not take {0}. It takes JPEG and PNG pictures, WebP stickers, MP4 and 3GP videos, MP3, M4A, AAC, AMR and Ogg Opus sound, PDF, text and Office documents.", "WhatsAppは{0}を受け付けません。送信できるのは、JPEG・PNG画像、WebPステッカー、MP4・3GP動画、MP3・M4A・AAC・AMR・Ogg Opus音声、PDF、テキスト、Office文書です。");
        ProblemTexts.Add("file-too-large", "File too large", "WhatsApp takes at most {0} of this kind of file. Make it smaller, or send a link.", "この種類のファイルは{0}までです。小さくするか、リンクを送信してください。");
        ProblemTexts.Add("buttons-not-usable", "Buttons not usable", "WhatsApp takes 1 to 3 buttons with different labels of 1 to 20 characters. Change the labels.", "ボタンは1〜3個、ラベルはそれぞれ異なる1〜20文字です。ラベルを直してください。");
        ProblemTexts.Add("buttons-text-too-long", "Text too long for buttons", "WhatsApp takes at most {0} characters above buttons. Shorten the text, or take the buttons away.", "ボタン付きの本文は{0}文字までです。短くするか、ボタンを外してください。");
        ProblemTexts.Add("buttons-file", "No such file above buttons", "Above buttons WhatsApp shows a picture, a video or a document, not sound and stickers. Send the file by itself, or take the buttons away.", "ボタンの上に表示できるのは画像・動画・文書だけです。ファイルを別に送るか、ボタンを外してください。");
        ProblemTexts.Add("card-unknown", "Contact without number", "A card needs 1 to 10 contacts of this shop whose telephone number is known. Choose others.", "送信できるのは、電話番号がわかっている連絡先1〜10件です。選び直してください。");
        ProblemTexts.Add("content-unclear", "Nothing to send", "Name exactly one of buttons, place and contacts. See the API's description.", "buttons・place・contactsのうち1つだけを指定してください。APIの説明をご覧ください。");
        ProblemTexts.Add("conversation-unknown", "Conversation unknown", "This conversation does not exist here; it may have been joined to another of the same customer. Go back to the list and open it from there.", "この会話は存在しません。同じお客様の別の会話に統合された可能性があります。一覧に戻って開き直してください。");
        ProblemTexts.Add("message-unknown", "Message unknown", "This message does not exist here. Reload the conversation.", "このメッセージは存在しません。会話を読み込み直してください。");
        ProblemTexts.Add("number-gone", "Number not connected", "The phone number of this conversation is not connected any more, so nothing can be sent from it. Connect it again.", "この会話の電話番号は接続が解除されているため送信できません。番号を再接続してください。");
        ProblemTexts.Add("no-address", "No address", "Neither a phone number nor a user id of this customer is known for this number. Wait until the customer writes.", "この番号から送信できるお客様の電話番号またはユーザーIDがありません。お客様からのメッセージをお待ちください。");
        ProblemTexts.Add("text-empty", "Nothing to send", "The message is empty. Write something, then send it.", "メッセージが空です。入力してから送信してください。");
        ProblemTexts.Add("text-too-long", "Message too long", "WhatsApp takes at most {0} characters in one message. Shorten it, or send it in parts.", "1通のメッセージは{0}文字までです。短くするか、分けて送信してください。");
        ProblemTexts.Add("client-id-taken", "Client id taken", "Another message has this client id already. Use a new one for each message.", "このクライアントIDは別のメッセージで使用済みです。メッセージごとに新しいIDを使ってください。");
        ProblemTexts.Add("not-to-resend", "Not to be resent", "Only a message that failed, expired or was cancelled can be sent again; this one may still arrive or has arrived.", "再送できるのは失敗・期限切れ・取消のメッセージだけです。このメッセージは届いたか、これから届く可能性があります。");
        ProblemTexts.Add("already-resent", "Already resent", "This message was sent again already. Look for the newer one in the conversation.", "このメッセージは既に再送されています。会話内の新しいメッセージを確認してください。");
        ProblemTexts.Add("template-of-other-account", "Template of another account", "This template belongs to another WhatsApp Business account than this number. Choose one of the number's own.", "このテンプレートは別のWhatsApp Businessアカウントのものです。この番号のアカウントのテンプレートを選んでください。");
        ProblemTexts.Add("assignee-unknown", "Colleague unknown", "Nobody with this id works here, so the conversation cannot be given to them. Choose somebody from the list of colleagues.", "このIDの担当者はこのワークスペースにいません。担当者の一覧から選んでください。");
        ProblemTexts.Add("too-many-conversations", "Too many conversations", "One change can be about at most {0} conversations, so nothing was changed. Choose fewer, or do it in parts.", "一度に変更できる会話は{0}件までです。何も変更していません。選択を減らすか、分けて実行してください。");
        ProblemTexts.Add("closing-reason-too-long", "Closing reason too long", "A closing reason has at most {0} characters. Shorten it, or write the rest as a private note.", "終了理由は{0}文字までです。短くするか、続きは社内メモに書いてください。");
        ProblemTexts.Add("view-name", "Name missing or too long", "A view has a name of 1 to {0} characters. Write another one.", "ビューの名前は1～{0}文字です。別の名前を入力してください。");
        ProblemTexts.Add("view-unknown", "View unknown", "This view does not exist here, or only an administrator can delete it because it is everybody's. Reload the list.", "このビューは存在しないか、全員用のため管理者だけが削除できます。一覧を読み込み直してください。");
        ProblemTexts.Add("too-many-views", "Too many views", "At most {0} views are kept for one person. Delete one that you do not use.", "ビューは1人につき{0}件までです。使っていないものを削除してください。");
        ProblemTexts.Add("note-too-long", "Note too long", "A private note has at most {0} characters. Shorten it, or write two.", "社内メモは{0}文字までです。短くするか、2つに分けてください。");
        ProblemTexts.Add("note-unknown", "Note unknown", "This note is not there any more; somebody may have deleted it. Reload the conversation.", "このメモは存在しません。削除された可能性があります。会話を読み込み直してください。");
        ProblemTexts.Add("note-of-another", "Note of another", "Only its writer can change a note; its writer and administrators can delete it. Write a note of your own.", "メモを編集できるのは書いた本人だけです。削除は本人と管理者ができます。ご自分のメモを書いてください。");
        ProblemTexts.Add("customer-blocked", "Customer blocked", "This customer is blocked on this number, so WhatsApp takes no message to them. Unblock them first.", "このお客様はこの番号でブロック中のため、送信できません。先にブロックを解除してください。");
        ProblemTexts.Add("block-too-late", "Too late to block", "WhatsApp blocks only people who wrote within the last 24 hours. Block them when they write again.", "ブロックできるのは、24時間以内にメッセージを送ってきた相手だけです。次に届いたときにブロックしてください。");
        ProblemTexts.Add("block-list-full", "Block list full", "WhatsApp keeps at most {0} blocked people per number. Unblock somebody first.", "1つの番号でブロックできるのは{0}人までです。先に誰かのブロックを解除してください。");
        ProblemTexts.Add("block-refused", "Not changed at WhatsApp", "WhatsApp did not take the change, so nothing was changed here either. It said: {0} Try again in a moment.", "WhatsAppが変更を受け付けなかったため、こちらも変更していません。理由: {0} しばらくしてからやり直してください。");
        ProblemTexts.Add("export-period", "Period ends before it begins", "The last day of the export lies before its first one. Swap the two days.", "書き出す期間の終了日が開始日より前です。日付を入れ替えてください。");
        ProblemTexts.Add("snooze-past", "Snoozed into the past", "The moment to wake the conversation is over already. Choose a later one.", "再開の日時が過去です。これより後の日時を選んでください。");
        ProblemTexts.Add("template-not-approved", "Template not approved", "Meta has this template as {0}, and only approved ones can be sent. Choose another, or wait for the approval.", "このテンプレートの状態は{0}です。承認済みのものだけ送信できます。別のものを選ぶか、承認をお待ちください。");
    }
}
