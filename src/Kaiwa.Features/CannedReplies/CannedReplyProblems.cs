using System.Globalization;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.CannedReplies;

/// <summary>Why a canned reply is refused, in words.</summary>
internal static class CannedReplyProblems
{
    public static readonly Problem Unknown = new("canned-reply-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem Text = new("canned-reply-text", StatusCodes.Status400BadRequest, LongestText.ToString(CultureInfo.InvariantCulture));

    /// <summary>In the words of the inbox.</summary>
    public static readonly Problem FileEmpty = new("file-empty", StatusCodes.Status400BadRequest);

    /// <summary>In the words of the teams.</summary>
    public static readonly Problem TeamUnknown = new("team-unknown", StatusCodes.Status404NotFound);

    private const int LongestText = 4096;
    private const int LongestShortcut = 40;
    private static readonly Problem Shortcut = new("canned-reply-shortcut", StatusCodes.Status400BadRequest, LongestShortcut.ToString(CultureInfo.InvariantCulture));
    private static readonly Problem Hotkey = new("canned-reply-hotkey", StatusCodes.Status400BadRequest);

    public static Problem Taken(string shortcut) => new("canned-reply-taken", StatusCodes.Status409Conflict, shortcut);

    public static Problem? Of(CannedReplyWish wish) => wish switch
    {
        { Shortcut.Length: 0 or > LongestShortcut } => Shortcut,
        _ when wish.Shortcut.Any(letter => char.IsWhiteSpace(letter) || letter == '/') => Shortcut,
        { Hotkey: { } key } when key.Length != 1 || !(char.IsAsciiLetterUpper(key[0]) || char.IsAsciiDigit(key[0])) => Hotkey,
        _ when string.IsNullOrWhiteSpace(wish.Text) || wish.Text.Length > LongestText || !CannedText.IsReadable(wish.Text) => Text,
        { Buttons.Count: > 0 } => ReplyContent.Buttons.Refusal(wish.Buttons),
        _ => null,
    };

    public static void Register()
    {
        ProblemTexts.Add("canned-reply-unknown", "Canned reply unknown", "This canned reply does not exist any more, or carries no file. Reload the list.", "この定型文は存在しないか、ファイルが付いていません。一覧を読み込み直してください。");
        ProblemTexts.Add("canned-reply-shortcut", "Shortcut not usable", "A shortcut is 1 to {0} characters without spaces and slashes. Choose another one.", "ショートカットは空白とスラッシュを含まない1〜{0}文字です。別のものを選んでください。");
        ProblemTexts.Add("canned-reply-hotkey", "Key not usable", "The key of a canned reply is one letter from A to Z or one digit; it works together with Alt and Shift. Choose one, or none.", "定型文のキーはA〜Zの1文字か数字1つで、AltとShiftと一緒に押します。選び直すか、空にしてください。");
        ProblemTexts.Add("canned-reply-text", "Text not usable", "The text is empty, longer than {0} characters, has braces that do not close, or uses more than variables, conditions and simple filters. Mend it, for example like this: Hello {{{{ contact.first_name | default: \"there\" }}}}.", "本文が空か、{0}文字を超えているか、波かっこが閉じていないか、変数・条件・簡単なフィルター以外が使われています。例: {{{{ contact.first_name | default: \"お客\" }}}}様。");
        ProblemTexts.Add("canned-reply-taken", "Shortcut taken", "There is a canned reply /{0} already. Choose another shortcut, or change that one.", "ショートカット /{0} は既に使われています。別のものにするか、既存の定型文を編集してください。");
    }
}
