using Kaiwa.Core.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Preferences;

/// <summary>Registration of what people set for themselves.</summary>
public static class PreferencesFeature
{
    public static IServiceCollection AddPreferences(this IServiceCollection services)
    {
        ProblemTexts.Add("preference-of-program", "Only for people", "A program has no settings of its own. Sign in as the person whose settings these are.", "プログラムには個人設定がありません。本人としてサインインしてください。");
        ProblemTexts.Add("preference-too-long", "Setting too long", "This setting is too long to be kept. Make it shorter.", "設定が長すぎて保存できません。短くしてください。");
        return services.AddSingleton<PreferenceStore>().AddSingleton<IPreferences, PreferencesDoor>();
    }
}
