using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.People;

/// <summary>Why somebody is not let in, in words.</summary>
internal static class PeopleProblems
{
    public static readonly Problem NotSignedIn = new("not-signed-in", StatusCodes.Status401Unauthorized);
    public static readonly Problem KeyUnknown = new("key-unknown", StatusCodes.Status401Unauthorized);
    public static readonly Problem KeyNotFound = new("key-not-found", StatusCodes.Status404NotFound);
    public static readonly Problem NotAllowed = new("not-allowed", StatusCodes.Status403Forbidden);
    public static readonly Problem SignInFailed = new("sign-in-failed", StatusCodes.Status401Unauthorized);
    public static readonly Problem TooManyTries = new("too-many-tries", StatusCodes.Status429TooManyRequests);
    public static readonly Problem AlreadySetUp = new("already-set-up", StatusCodes.Status409Conflict);
    public static readonly Problem SetupTokenWrong = new("setup-token-wrong", StatusCodes.Status403Forbidden);
    public static readonly Problem EmailInvalid = new("email-invalid", StatusCodes.Status400BadRequest);
    public static readonly Problem PasswordTooShort = new("password-too-short", StatusCodes.Status400BadRequest, "10");
    public static readonly Problem NameMissing = new("name-missing", StatusCodes.Status400BadRequest);
    public static readonly Problem TimeZoneUnknown = new("time-zone-unknown", StatusCodes.Status400BadRequest);

    public static readonly Problem RequestUnreadable = new("request-unreadable", StatusCodes.Status400BadRequest);

    public static Problem SignInLocked(int minutes) => new("sign-in-locked", StatusCodes.Status429TooManyRequests, minutes.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static void Register()
    {
        ProblemTexts.Add("not-signed-in", "Not signed in", "This needs a signed-in person or a key. Sign in, or send a key as `Authorization: Bearer …`.", "サインインまたはAPIキーが必要です。サインインするか、`Authorization: Bearer …` でキーを送ってください。");
        ProblemTexts.Add("key-unknown", "Key not accepted", "This key does not exist, was revoked or has expired. Make a new one in Kaiwa and give it to the program.", "このキーは存在しないか、取り消されたか、期限が切れています。Kaiwaで新しいキーを作成し、プログラムに設定してください。");
        ProblemTexts.Add("key-not-found", "Key not found", "There is no such key, or it was revoked before. Look at the list of keys.", "このキーは見つからないか、すでに取り消されています。キーの一覧をご確認ください。");
        ProblemTexts.Add("not-allowed", "Not allowed", "You are signed in, but may not do this. Ask an administrator for the permission.", "サインイン済みですが、この操作の権限がありません。管理者に権限を依頼してください。");
        ProblemTexts.Add("sign-in-failed", "Sign-in failed", "E-mail address and password do not match. Check both and try again.", "メールアドレスとパスワードが一致しません。両方を確認して、もう一度お試しください。");
        ProblemTexts.Add("sign-in-locked", "Sign-in paused", "Too many wrong passwords were given for this address. Wait {0} minutes, then try again.", "パスワードの誤りが続いたため、サインインを一時停止しました。{0}分後にもう一度お試しください。");
        ProblemTexts.Add("too-many-tries", "Too many tries", "There were too many tries to sign in from this network address. Wait a minute, then try again.", "このネットワークからのサインインの試行が多すぎます。1分待ってから、もう一度お試しください。");
        ProblemTexts.Add("already-set-up", "Already set up", "This server has its administrator already. Sign in instead.", "このサーバーには既に管理者がいます。サインインしてください。");
        ProblemTexts.Add("setup-token-wrong", "Set-up token wrong", "The set-up address is not complete. Open the one that the server printed when it started; it ends in `/setup?token=…`.", "セットアップ用のアドレスが正しくありません。サーバー起動時に表示された `/setup?token=…` で終わるアドレスを開いてください。");
        ProblemTexts.Add("email-invalid", "E-mail address not usable", "This is not an e-mail address. Write it as name@example.com.", "メールアドレスの形式ではありません。name@example.com のように入力してください。");
        ProblemTexts.Add("password-too-short", "Password too short", "The password needs at least {0} characters, and at most 200. Choose a longer one.", "パスワードは{0}文字以上、200文字以下にしてください。");
        ProblemTexts.Add("name-missing", "Name missing", "A name is missing or longer than 200 characters. Fill it in, or shorten it.", "名前が空か、200文字を超えています。入力するか、短くしてください。");
        ProblemTexts.Add("request-unreadable", "Request not readable", "The request cannot be read: a part is missing, or its JSON is not as documented. Compare it with the examples under samples/ and send it again.", "リクエストを読み取れません。不足している項目があるか、JSONの形式が異なります。samples/ の例と照らし合わせて、もう一度送信してください。");
        ProblemTexts.Add("time-zone-unknown", "Time zone unknown", "This time zone is not known. Choose one such as Asia/Tokyo.", "不明なタイムゾーンです。Asia/Tokyo のように指定してください。");
    }
}
