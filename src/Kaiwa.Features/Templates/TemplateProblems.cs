using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Templates;

/// <summary>Why a template cannot be shown, filled or fetched, in words.</summary>
internal static class TemplateProblems
{
    public static readonly Problem Unknown = new("template-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem NoNumbers = new("templates-no-number", StatusCodes.Status409Conflict);

    public static Problem ValueMissing(string key) => new("template-value-missing", StatusCodes.Status400BadRequest, key);

    public static Problem ValueTooLong(string key, int most) => new("template-value-too-long", StatusCodes.Status400BadRequest, key, most.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Problem ValueNotAllowed(string key) => new("template-value-not-allowed", StatusCodes.Status400BadRequest, key);

    public static Problem SyncFailed(string words) => new("templates-sync-failed", StatusCodes.Status502BadGateway, words);

    public static void Register()
    {
        ProblemTexts.Add("template-unknown", "Template unknown", "This template does not exist here. Fetch the templates from Meta and choose one of the list.", "このテンプレートは存在しません。Metaからテンプレートを取得し、一覧から選んでください。");
        ProblemTexts.Add("templates-no-number", "No number connected", "Templates come from Meta through a connected number, and there is none. Connect a number first.", "テンプレートは接続済みの番号を通じてMetaから取得しますが、番号がありません。先に番号を接続してください。");
        ProblemTexts.Add("template-value-missing", "Value missing", "The template needs a value for “{0}”. Fill it in; an empty one is refused by Meta.", "テンプレートの「{0}」に値が必要です。空の値はMetaに拒否されます。入力してください。");
        ProblemTexts.Add("template-value-too-long", "Value too long", "The value of “{0}” is longer than {1} characters. Shorten it.", "「{0}」の値が{1}文字を超えています。短くしてください。");
        ProblemTexts.Add("template-value-not-allowed", "Value not usable", "The value of “{0}” cannot be used here. A file is a https address or a media id; a place is “latitude, longitude, name, address”.", "「{0}」の値はここでは使えません。ファイルはhttpsのアドレスまたはメディアID、場所は「緯度, 経度, 名称, 住所」の形式で指定してください。");
        ProblemTexts.Add("templates-sync-failed", "Templates not fetched", "Meta did not give the templates: {0} What was fetched before is kept; try again, and check the number's token if it happens again.", "Metaからテンプレートを取得できませんでした：{0} 以前に取得したものは残っています。もう一度お試しください。続く場合は番号のトークンを確認してください。");
    }
}
