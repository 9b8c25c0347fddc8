using System.Globalization;
using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Why a receiver cannot be subscribed, or does not get its events.</summary>
internal static class RelayProblems
{
    public static readonly Problem NotFound = new("webhook-not-found", StatusCodes.Status404NotFound);
    public static readonly Problem EventNotFound = new("webhook-event-not-found", StatusCodes.Status404NotFound);
    public static readonly Problem AddressUnusable = new("webhook-address", StatusCodes.Status400BadRequest);
    public static readonly Problem NameMissing = new("webhook-name", StatusCodes.Status400BadRequest);
    public static readonly Problem NoNumber = new("webhook-no-number", StatusCodes.Status400BadRequest);
    public static readonly Problem RangeWrong = new("webhook-range", StatusCodes.Status400BadRequest);
    public static readonly Problem OfProgram = new("webhook-of-program", StatusCodes.Status409Conflict);
    public static readonly Problem Gone = new("webhook-event-gone", StatusCodes.Status410Gone);

    public static Problem FieldUnknown(string field) => new("webhook-field", StatusCodes.Status400BadRequest, field);

    public static Problem TooMany(int most) => new("webhook-too-many", StatusCodes.Status409Conflict, most.ToString(CultureInfo.InvariantCulture));

    public static Problem HostUnknown(string host) => new("webhook-host-unknown", StatusCodes.Status400BadRequest, host);

    public static Problem Private(string address) => new("webhook-address-private", StatusCodes.Status400BadRequest, address);

    public static Problem Refused(int status) => new("webhook-refused", StatusCodes.Status502BadGateway, status.ToString(CultureInfo.InvariantCulture));

    public static Problem Slow(TimeSpan limit) => new("webhook-slow", StatusCodes.Status504GatewayTimeout, limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture));

    public static Problem Unreachable(string why) => new("webhook-unreachable", StatusCodes.Status502BadGateway, why);

    public static Problem Unwritable(string why) => new("webhook-unwritable", StatusCodes.Status500InternalServerError, why);

    public static void Register()
    {
        ProblemTexts.Add("webhook-not-found", "There is no such webhook", "There is no such webhook in this workspace. It may have been deleted; look at the list.", "このWebhookは見つかりません。削除された可能性があります。一覧をご確認ください。");
        ProblemTexts.Add("webhook-event-not-found", "There is no such event", "There is no such event or dead letter for this webhook: it was never stored, or is past the time that deliveries are kept. Take its id from the list of deliveries.", "このイベントは見つかりません。保存されていないか、保存期間を過ぎています。配信の一覧にあるIDを指定してください。");
        ProblemTexts.Add("webhook-address", "Address not usable", "The address is not one that can be called: it must be absolute, begin with https://, have no user name in it and at most 2,000 characters. Correct it.", "アドレスを使用できません。https:// で始まる2,000文字以内の絶対アドレス（ユーザー名なし）を指定してください。");
        ProblemTexts.Add("webhook-name", "The webhook needs a name", "The webhook has no name of at most 200 characters. Give it one, so that you find it again.", "Webhookの名前（200文字以内）を入力してください。");
        ProblemTexts.Add("webhook-no-number", "There is no such number", "There is no such phone number in this workspace, so nothing of it can be passed on. Choose another, or none for all.", "この電話番号は見つかりません。別の番号を選ぶか、すべての番号を対象にしてください。");
        ProblemTexts.Add("webhook-field", "Field not known", "\"{0}\" is not the name of a field of Meta's webhooks. Send names such as messages or account_update, or none for all of them.", "「{0}」はMetaのWebhookのフィールド名ではありません。messages や account_update などを指定してください。");
        ProblemTexts.Add("webhook-too-many", "Too many webhooks", "A workspace can have at most {0} webhooks. Delete one that is no longer needed.", "Webhookは1つのワークスペースにつき{0}件までです。不要なものを削除してください。");
        ProblemTexts.Add("webhook-host-unknown", "Host not found", "The host {0} has no address, so it cannot be called. Check its name and the name server of this machine.", "ホスト {0} のアドレスが見つかりません。ホスト名とDNSの設定をご確認ください。");
        ProblemTexts.Add("webhook-address-private", "Address not allowed", "The address {0} leads into a private network or to this machine itself, which is refused. Use a public address, or let the operator set Kaiwa:Relay:AllowPrivateAddresses.", "アドレス {0} はプライベートネットワークまたはこのサーバー自身を指すため使用できません。公開アドレスを使うか、管理者が Kaiwa:Relay:AllowPrivateAddresses を設定してください。");
        ProblemTexts.Add("webhook-range", "The time range cannot be used", "Name either one event, or one dead letter, or a time range whose end is after its beginning. Correct it and send it again.", "イベント、未達の配信、または開始が終了より前の期間のいずれか1つを指定してください。");
        ProblemTexts.Add("webhook-event-gone", "The event is gone", "The event was deleted before the receiver took it, because it is past the time that deliveries are kept. Keep them longer with Kaiwa:Retention:DeliveryDays.", "配信される前に保存期間が過ぎたため、イベントは削除されました。Kaiwa:Retention:DeliveryDays で保存期間を延ばせます。");
        ProblemTexts.Add("webhook-unwritable", "The event could not be written", "What Meta sent could not be put into the form of this receiver: {0}. It is tried again for seven days; the raw delivery is kept as long as deliveries are. Tell the makers of Kaiwa.", "Metaから届いた内容をこの受信側の形式に変換できませんでした（{0}）。7日間再試行されます。Kaiwaの開発元にお知らせください。");
        ProblemTexts.Add("webhook-refused", "The receiver did not take it", "The receiver answered with status {0}, which does not say that it took the event: 200 to 299 does, and 200 alone for callbacks of the On-Premises API. Redirects are not followed. Look into the receiver's log.", "受信側がステータス {0} を返しました。200〜299（オンプレミスAPIのコールバックでは200）のみが成功で、リダイレクトには従いません。受信側のログをご確認ください。");
        ProblemTexts.Add("webhook-of-program", "The program sets this webhook", "Callbacks of the On-Premises API are set up by the program itself, with webhooks.url in its application settings. Let it set another address there, or reset its settings to end them.", "オンプレミスAPIのコールバックは、プログラム自身がアプリケーション設定の webhooks.url で設定します。変更や停止はそちらで行ってください。");
        ProblemTexts.Add("webhook-slow", "The receiver was too slow", "The receiver did not answer within {0} seconds. Let it answer first and work afterwards.", "受信側が{0}秒以内に応答しませんでした。先に応答してから処理するようにしてください。");
        ProblemTexts.Add("webhook-unreachable", "The receiver cannot be reached", "There was no connection to the receiver: {0}. Check that it runs, its address and its certificate.", "受信側に接続できませんでした（{0}）。稼働状況、アドレス、証明書をご確認ください。");
    }
}
