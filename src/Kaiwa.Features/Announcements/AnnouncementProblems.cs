using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Announcements;

/// <summary>Why a device cannot be told, in words.</summary>
internal static class AnnouncementProblems
{
    public static readonly Problem PeopleOnly = new("push-people-only", StatusCodes.Status403Forbidden);
    public static readonly Problem EndpointRefused = new("push-endpoint-refused", StatusCodes.Status400BadRequest);
    public static readonly Problem KeysWrong = new("push-keys-wrong", StatusCodes.Status400BadRequest);
    public static readonly Problem TooMany = new("push-too-many-devices", StatusCodes.Status409Conflict);
    public static readonly Problem DeviceUnknown = new("push-device-unknown", StatusCodes.Status404NotFound);

    public static Problem NotTaken(string why) => new("push-not-taken", StatusCodes.Status502BadGateway, why);

    public static void Register()
    {
        ProblemTexts.Add("push-people-only", "Only for people", "A program's key has no device to tell. Sign in as a person and switch notifications on in the browser.", "プログラムのキーには通知先の端末がありません。サインインしてブラウザーで通知をオンにしてください。");
        ProblemTexts.Add("push-endpoint-refused", "Address not allowed", "The push address must begin with https:// and be public. It comes from the browser: switch notifications off and on again.", "プッシュ通知のアドレスはhttps://で始まる公開アドレスでなければなりません。ブラウザーで通知をいったんオフにして、もう一度オンにしてください。");
        ProblemTexts.Add("push-keys-wrong", "Keys not usable", "The browser's keys for notifications cannot be used: a point on P-256 of 65 bytes and a secret of 16 are needed, both in base64url. Switch notifications off and on again.", "ブラウザーの通知用の鍵が正しくありません（P-256の公開鍵65バイトと秘密16バイト、base64url）。通知をいったんオフにして、もう一度オンにしてください。");
        ProblemTexts.Add("push-too-many-devices", "Too many devices", "At most 20 devices of one person can be told. Switch one off that is no longer used.", "通知できる端末は1人20台までです。使っていない端末をオフにしてください。");
        ProblemTexts.Add("push-device-unknown", "Device unknown", "No device of yours has this id; it may have been switched off. Reload the page.", "このIDの端末はありません。既にオフにされた可能性があります。ページを再読み込みしてください。");
        ProblemTexts.Add("push-not-taken", "Push not taken", "The browser's push service did not take the notification ({0}). Try again in a minute; if it stays so, switch notifications off and on again.", "ブラウザーの通知サービスが通知を受け付けませんでした（{0}）。1分後にもう一度試し、続く場合は通知をオフにしてからオンにしてください。");
    }
}
