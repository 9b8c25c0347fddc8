using System.Buffers.Text;
using System.Globalization;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features.People;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Tests.Features.People;

public sealed class SecondStepTests
{
    private static readonly Id<User> Mika = Id<User>.New(TimeProvider.System);

    [Fact]
    public async Task Between_password_and_code_five_minutes_may_pass()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var second = host.Get<SecondStepAuthentication>();
        var cookie = Begin(second);

        second.Find(Showing(cookie)).ShouldBe(new SecondStep(Mika, "an-invitation"));
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        second.Find(Showing(cookie)).ShouldBe(new SecondStep(Mika, "an-invitation"));
        host.Clock.Advance(TimeSpan.FromMinutes(1.1));
        second.Find(Showing(cookie)).ShouldBeNull();
    }

    [Fact]
    public async Task A_cookie_that_was_made_or_changed_elsewhere_names_nobody()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var second = host.Get<SecondStepAuthentication>();
        var cookie = Begin(second);
        var later = host.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds();
        var sealedForAnother = Base64Url.EncodeToString(host.Get<Sealer>().Seal(string.Create(CultureInfo.InvariantCulture, $"something else|{Mika}|{later}")));

        second.Find(new DefaultHttpContext()).ShouldBeNull();
        second.Find(Showing("not sealed")).ShouldBeNull();
        second.Find(Showing(sealedForAnother)).ShouldBeNull();
        second.Find(Showing((cookie[0] == 'A' ? 'B' : 'A') + cookie[1..])).ShouldBeNull();
    }

    private static string Begin(SecondStepAuthentication second)
    {
        var http = new DefaultHttpContext();
        second.Begin(http, Mika, "an-invitation");
        var set = http.Response.Headers.SetCookie.ToString();
        set.ShouldContain("httponly", Case.Insensitive);
        set.ShouldContain("path=/account", Case.Insensitive);
        return set.Split(';')[0].Split('=', 2)[1];
    }

    private static DefaultHttpContext Showing(string cookie)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = "kaiwa-second-step=" + Uri.EscapeDataString(cookie);
        return http;
    }
}
