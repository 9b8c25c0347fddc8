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

    public static readonly Problem NoWorkspace = new("no-workspace", StatusCodes.Status403Forbidden);
    public static readonly Problem SessionUnknown = new("session-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem WorkspaceUnknown = new("workspace-unknown", StatusCodes.Status404NotFound);

    public static readonly Problem MemberUnknown = new("member-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem AlreadyMember = new("already-member", StatusCodes.Status409Conflict);
    public static readonly Problem LastOwner = new("last-owner", StatusCodes.Status409Conflict);
    public static readonly Problem InvitationUnknown = new("invitation-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem InvitationUnusable = new("invitation-unusable", StatusCodes.Status410Gone);
    public static readonly Problem PasswordTooWeak = new("password-too-weak", StatusCodes.Status400BadRequest);
    public static readonly Problem PasswordWrong = new("password-wrong", StatusCodes.Status403Forbidden);
    public static readonly Problem PersonNeeded = new("person-needed", StatusCodes.Status403Forbidden);
    public static readonly Problem TwoFactorNeeded = new("two-factor-needed", StatusCodes.Status401Unauthorized);
    public static readonly Problem TwoFactorOn = new("two-factor-on", StatusCodes.Status409Conflict);
    public static readonly Problem CodeWrong = new("code-wrong", StatusCodes.Status401Unauthorized);
    public static readonly Problem SecondStepLate = new("second-step-late", StatusCodes.Status401Unauthorized);

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
        ProblemTexts.Add("no-workspace", "No workspace", "Your account belongs to no workspace any more. Ask an owner for an invitation.", "このアカウントはどのワークスペースにも所属していません。オーナーに招待を依頼してください。");
        ProblemTexts.Add("session-unknown", "Session not found", "There is no such session, or it has ended. Look at the list of sessions.", "このセッションは見つからないか、すでに終了しています。セッションの一覧をご確認ください。");
        ProblemTexts.Add("workspace-unknown", "Workspace not found", "You do not belong to this workspace. Ask one of its owners for an invitation.", "このワークスペースには所属していません。オーナーに招待を依頼してください。");
        ProblemTexts.Add("member-unknown", "Nobody there", "Nobody with this id belongs to this workspace. Look at the list of people.", "このIDのメンバーはこのワークスペースにいません。メンバーの一覧をご確認ください。");
        ProblemTexts.Add("already-member", "Already a member", "This address belongs to the workspace already. Change the role in the list of people instead.", "このアドレスはすでにメンバーです。役割はメンバーの一覧で変更してください。");
        ProblemTexts.Add("last-owner", "Last owner", "This is the last owner, and a workspace needs one. Make somebody else an owner first.", "最後のオーナーです。ワークスペースには少なくとも1人のオーナーが必要です。先に別の人をオーナーにしてください。");
        ProblemTexts.Add("invitation-unknown", "Invitation not found", "There is no such open invitation: it was accepted or withdrawn. Look at the list.", "この招待は見つかりません。承諾されたか、取り消されています。一覧をご確認ください。");
        ProblemTexts.Add("invitation-unusable", "Invitation not valid", "This link was used, has been withdrawn or is older than seven days. Ask for a new one.", "このリンクは使用済みか、取り消されたか、7日間の期限が切れています。新しいリンクを依頼してください。");
        ProblemTexts.Add("password-too-weak", "Password easily guessed", "This password is among the first that somebody would try. Choose another one, such as a few words that do not belong together.", "推測されやすいパスワードです。関連のない単語をいくつか並べるなど、別のものにしてください。");
        ProblemTexts.Add("password-wrong", "Password wrong", "This is not your present password. Check it and try again.", "現在のパスワードと一致しません。確認して、もう一度お試しください。");
        ProblemTexts.Add("person-needed", "Only for people", "A key has no account, no password and no second factor. Sign in as a person for this.", "APIキーにはアカウントがありません。この操作はサインインして行ってください。");
        ProblemTexts.Add("two-factor-needed", "Code needed", "This account asks for a code besides the password. Send the six figures of the authenticator app, or a recovery code, as `code`.", "このアカウントはパスワードのほかに確認コードが必要です。認証アプリの6桁の数字、またはリカバリーコードを `code` として送ってください。");
        ProblemTexts.Add("two-factor-on", "Two-factor is on", "Two-factor sign-in is on already. Turn it off first if you want to use another phone.", "2段階認証はすでに有効です。別の端末を使うには、先に無効にしてください。");
        ProblemTexts.Add("code-wrong", "Code not accepted", "This code is wrong, too old or was used before. Wait for the next one in the app and type that.", "コードが正しくないか、期限切れか、使用済みです。アプリに次のコードが表示されてから入力してください。");
        ProblemTexts.Add("second-step-late", "Sign in again", "More than five minutes have passed since the password. Sign in from the beginning.", "パスワードの入力から5分以上経過しました。最初からサインインしてください。");
        ProblemTexts.Add("time-zone-unknown", "Time zone unknown", "This time zone is not known. Choose one such as Asia/Tokyo.", "不明なタイムゾーンです。Asia/Tokyo のように指定してください。");
    }
}
