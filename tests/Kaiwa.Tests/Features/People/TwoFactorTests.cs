using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.People;

public sealed class TwoFactorTests
{
    private const string Password = "blue kettle sings";
    private const string Email = "mika@shop.example";

    // RFC 6238, appendix B, for SHA-1: the last six of its eight figures.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.Step(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void A_key_to_type_is_base32(string bytes, string text) => Totp.Text(Encoding.ASCII.GetBytes(bytes)).ShouldBe(text);

    [Theory]
    [InlineData(-61, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(61, false)]
    public void A_clock_may_be_one_step_off(int seconds, bool expected)
    {
        var (secret, now) = (Encoding.ASCII.GetBytes("12345678901234567890"), DateTimeOffset.FromUnixTimeSeconds(1_234_567_890));

        (Totp.Match(secret, Totp.Code(secret, Totp.Step(now.AddSeconds(seconds))), now) is not null).ShouldBe(expected);
    }

    [Theory, Engines]
    public async Task Sign_in_asks_for_a_code_and_takes_each_only_once(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var people = host.Get<IPeople>();
        var phone = await TurnOnAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        (await people.SignInAsync(Email, Password)).Problem!.Type.ShouldBe("two-factor-needed");
        (await people.SignInAsync(Email, Password, "000000")).Problem!.Type.ShouldBe("code-wrong");
        (await people.SignInAsync(Email, "a wrong password", phone.Code())).Problem!.Type.ShouldBe("sign-in-failed");
        (await people.SignInAsync(Email, Password, phone.Code())).IsOk.ShouldBeTrue();
        (await people.SignInAsync(Email, Password, phone.Code())).Problem!.Type.ShouldBe("code-wrong");
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await people.SignInAsync(Email, Password, phone.Code())).IsOk.ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task Two_with_the_same_code_do_not_both_come_in(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var phone = await TurnOnAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var code = phone.Code();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Get<IPeople>().SignInAsync(Email, Password, code)));

        answers.Count(answer => answer.IsOk).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Wrong_codes_lock_the_address_though_the_password_was_right_each_time(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var people = host.Get<IPeople>();
        var phone = await TurnOnAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        for (var i = 0; i < 5; i++)
        {
            (await people.SignInAsync(Email, Password, "000000")).Problem!.Type.ShouldBe("code-wrong");
        }

        (await people.SignInAsync(Email, Password, phone.Code())).Problem!.Type.ShouldBe("sign-in-locked");
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        (await people.SignInAsync(Email, Password, phone.Code())).IsOk.ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task A_recovery_code_opens_once_in_whatever_way_it_is_typed(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var people = host.Get<IPeople>();
        var phone = await TurnOnAsync(host);
        phone.Recovery.Count.ShouldBe(10);
        phone.Recovery.Distinct().Count().ShouldBe(10);

        (await people.SignInAsync(Email, Password, phone.Recovery[3].ToUpperInvariant().Replace('-', ' '))).IsOk.ShouldBeTrue();
        (await people.SignInAsync(Email, Password, phone.Recovery[3])).Problem!.Type.ShouldBe("code-wrong");

        (await host.Get<IAccount>().ProfileAsync(phone.Actor)).Value.RecoveryCodesLeft.ShouldBe(9);
        (await host.Database.QueryAsync<byte[]>("SELECT hash FROM recovery_code")).ShouldAllBe(hash => hash.Length == 32);
    }

    [Theory, Engines]
    public async Task Turning_it_off_needs_password_and_code(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var account = host.Get<IAccount>();
        var phone = await TurnOnAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        (await account.TurnOffTwoFactorAsync(phone.Actor, "a wrong password", phone.Code())).Problem!.Type.ShouldBe("password-wrong");
        (await account.TurnOffTwoFactorAsync(phone.Actor, Password, "000000")).Problem!.Type.ShouldBe("code-wrong");
        (await account.BeginTwoFactorAsync(phone.Actor, Password)).Problem!.Type.ShouldBe("two-factor-on");
        (await account.TurnOffTwoFactorAsync(phone.Actor, Password, phone.Code())).IsOk.ShouldBeTrue();

        (await host.Get<IPeople>().SignInAsync(Email, Password)).IsOk.ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task New_recovery_codes_end_the_old_ones(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var phone = await TurnOnAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        var codes = (await host.Get<IAccount>().RenewRecoveryCodesAsync(phone.Actor, Password, phone.Code())).Value;

        (await host.Get<IPeople>().SignInAsync(Email, Password, phone.Recovery[0])).Problem!.Type.ShouldBe("code-wrong");
        (await host.Get<IPeople>().SignInAsync(Email, Password, codes[0])).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_was_never_confirmed_asks_for_nothing()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var mika = await host.HireAsync("mika", Role.Agent);

        await host.Get<IAccount>().BeginTwoFactorAsync(mika, Password);

        (await host.Get<IAccount>().ConfirmTwoFactorAsync(mika, "000000")).Problem!.Type.ShouldBe("code-wrong");
        (await host.Get<IPeople>().SignInAsync(Email, Password)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_secret_lies_sealed_in_the_database()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var phone = await TurnOnAsync(host);

        var stored = (await host.Database.QueryAsync<byte[]>("SELECT secret FROM two_factor")).ShouldHaveSingleItem();

        Encoding.Latin1.GetString(stored).ShouldNotContain(phone.Secret);
        Encoding.Latin1.GetString(stored).ShouldNotContain(Convert.ToBase64String(Phone.Bytes(phone.Secret)));
    }

    [Fact]
    public async Task Programs_are_told_that_a_code_is_needed()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var phone = await TurnOnAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        using var client = host.Client();

        var refused = await client.PostAsJsonAsync("/api/v1/session", new { email = Email, password = Password });

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await refused.Content.ReadFromJsonAsync<JsonNode>())!["type"]!.GetValue<string>().ShouldEndWith("/two-factor-needed");
        (await client.PostAsJsonAsync("/api/v1/session", new { email = Email, password = Password, code = phone.Code() })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_of_a_program_has_no_account()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var program = host.Client(await host.KeyAsync(Permissions.All));

        (await program.PostAsJsonAsync("/api/v1/two-factor", new { password = Password })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await program.GetAsync("/api/v1/profile")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, Engines]
    public async Task An_open_screen_alone_does_not_set_it_up(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await host.HireAsync("mika", Role.Agent);

        (await host.Get<IAccount>().BeginTwoFactorAsync(mika, "a guess of Eve")).Problem!.Type.ShouldBe("password-wrong");
        (await host.Database.QueryAsync<byte[]>("SELECT secret FROM two_factor")).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Who_has_it_joins_another_shop_with_the_code_and_not_before(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var phone = await TurnOnAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var (invitations, people) = (host.Get<IInvitations>(), host.Get<IPeople>());
        var stranger = host.Stranger.Actor with { Permissions = Roles.Table[Role.Owner] };
        var link = (await invitations.InviteAsync(stranger, Email, Role.Agent)).Value;
        async Task<bool> IsMember() => (await people.ListAsync(stranger)).Any(one => one.Email == Email);

        var step = (await invitations.AcceptAsync(link.Token, "", Password, "en")).Value;
        step.SignedIn.ShouldBeNull();
        (await IsMember()).ShouldBeFalse();
        (await invitations.FinishAsync(step.Invitation!, step.Pending!.Value, "000000")).Problem!.Type.ShouldBe("code-wrong");
        (await IsMember()).ShouldBeFalse();
        (await invitations.FinishAsync(step.Invitation!, new Id<User>(Guid.NewGuid()), phone.Code())).Problem!.Type.ShouldBe("invitation-unusable");
        (await invitations.FinishAsync(step.Invitation!, step.Pending!.Value, phone.Code())).Value.Actor.Workspace.ShouldBe(host.Stranger.Actor.Workspace);
        (await IsMember()).ShouldBeTrue();
    }

    private static async Task<Phone> TurnOnAsync(FeaturesHost host)
    {
        var mika = await host.HireAsync("mika", Role.Agent);
        var key = (await host.Get<IAccount>().BeginTwoFactorAsync(mika, Password)).Value;
        key.Uri.ShouldBe($"otpauth://totp/Kaiwa:mika%40shop.example?secret={key.Secret}&issuer=Kaiwa");
        var phone = new Phone(mika, key.Secret, host.Clock, []);
        return phone with { Recovery = (await host.Get<IAccount>().ConfirmTwoFactorAsync(mika, phone.Code())).Value };
    }

    private sealed record Phone(Actor Actor, string Secret, TimeProvider Clock, IReadOnlyList<string> Recovery)
    {
        public string Code() => Totp.Code(Bytes(Secret), Totp.Step(Clock.GetUtcNow()));

        public static byte[] Bytes(string text)
        {
            var bits = string.Concat(text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
            return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
        }
    }
}
