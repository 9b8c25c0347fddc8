using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.People;

/// <summary>Between password and code: a sealed cookie that says whose password was right. It lives five minutes and opens nothing.</summary>
internal sealed class SecondStepAuthentication(Sealer sealer, TimeProvider time)
{
    private const string Cookie = "kaiwa-second-step";
    private const string Purpose = "second step";
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(5);

    public void Begin(HttpContext http, Id<User> user, string? invitation = null)
    {
        var until = time.GetUtcNow() + Good;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Purpose}|{user}|{until.ToUnixTimeMilliseconds()}|{invitation}");
        http.Response.Cookies.Append(Cookie, Base64Url.EncodeToString(sealer.Seal(text)), Options(http));
    }

    /// <summary>Null when nobody is on the way, or it took them too long.</summary>
    public SecondStep? Find(HttpContext http)
    {
        try
        {
            var parts = http.Request.Cookies[Cookie] is { Length: > 0 and < 1000 } text ? sealer.Open(Base64Url.DecodeFromChars(text)).Split('|') : [];
            return parts is [Purpose, var id, var until, var invitation] && Id<User>.TryParse(id, null, out var user)
                && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeMilliseconds() ? new SecondStep(user, invitation is "" ? null : invitation) : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    public static void End(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http));

    private static CookieOptions Options(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/account", MaxAge = Good };
}

/// <summary>Whose password was right, and the invitation that they are about to accept, if any.</summary>
internal sealed record SecondStep(Id<User> User, string? Invitation);
