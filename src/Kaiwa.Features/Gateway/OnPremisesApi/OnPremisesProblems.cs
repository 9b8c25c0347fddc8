using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Refusals of opening the API. What programs are told is in <see cref="OnPremisesError"/>.</summary>
internal static class OnPremisesProblems
{
    public static readonly Problem NumberUnknown = new("number-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem PasswordLength = new("onprem-password-length", StatusCodes.Status400BadRequest);

    public static void Register()
    {
        ProblemTexts.Add("number-unknown", "Number unknown", "This phone number does not exist here. Take its id from the list of numbers.", "この電話番号は存在しません。番号の一覧からIDを確認してください。");
        ProblemTexts.Add("onprem-password-length", "Password length", "The password of the On-Premises admin must be 4 to 64 characters long, as Meta's client had it. Choose another, or give none and let Kaiwa make one.", "On-Premises管理者のパスワードは4〜64文字です。別のものを指定するか、省略してKaiwaに作成させてください。");
    }
}
