using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Kaiwa.Console.Shell;

/// <summary>The language of a request: what the reader chose on this device, else what their account says; else the browser's wish decides.</summary>
internal sealed class ReaderLanguage : RequestCultureProvider
{
    public const string Cookie = "kaiwa-language";
    public const string ThemeCookie = "kaiwa-theme";
    public const string ZoneCookie = "kaiwa-zone";

    public static readonly IReadOnlyList<string> Languages = ["en", "ja"];

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var wish = httpContext.Request.Cookies[Cookie] ?? httpContext.User.FindFirst("language")?.Value;
        var known = Languages.FirstOrDefault(language => wish is not null && wish.StartsWith(language, StringComparison.OrdinalIgnoreCase));
        return Task.FromResult(known is null ? null : new ProviderCultureResult(known));
    }
}
