using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.ShopProfile;

/// <summary>Why what is said of the shop is refused, in words.</summary>
internal static class ShopProblems
{
    public static readonly Problem NameNeeded = new("shop-name-needed", StatusCodes.Status400BadRequest);
    public static readonly Problem NotOnEarth = new("place-not-on-earth", StatusCodes.Status400BadRequest);

    public static Problem TimeZoneUnknown(string? zone) => new("shop-time-zone", StatusCodes.Status400BadRequest, zone ?? "");

    public static void Register()
    {
        ProblemTexts.Add("shop-name-needed", "Name needed", "The shop needs a name of at most 200 characters. Write one.", "ショップ名を200文字以内で入力してください。");
        ProblemTexts.Add("place-not-on-earth", "No such place", "A latitude lies between -90 and 90 degrees and a longitude between -180 and 180. Check the two numbers; a map shows them when you click on the shop.", "緯度は-90～90、経度は-180～180の範囲です。2つの数値を確認してください。地図で店の位置をクリックすると表示されます。");
        ProblemTexts.Add("shop-time-zone", "Time zone unknown", "No time zone is called \"{0}\". Use a name such as Asia/Tokyo or Europe/Berlin.", "「{0}」というタイムゾーンはありません。Asia/TokyoやEurope/Berlinのような名前を使ってください。");
    }
}
