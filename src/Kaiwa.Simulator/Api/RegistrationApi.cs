using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>A number's way to WhatsApp: added to an account, verified by a code, registered with a PIN, and off again.</summary>
internal sealed class RegistrationApi(Platform platform)
{
    private const long CodeLifeMs = 10 * 60_000;
    private const long LimitMs = 72 * 3_600_000L;
    private const int MostInLimit = 10;
    private const int MostWrongPins = 5;
    private const int MostNumbers = 25;

    private readonly Lock adds = new();

    /// <summary>POST /{waba}/phone_numbers.</summary>
    public async Task<bool> AddAsync(HttpContext http, BusinessAccount account)
    {
        var given = await Parameters.ReadAsync(http);
        foreach (var name in (string[])["cc", "phone_number", "verified_name"])
        {
            if (given.Text(name) is not { Length: > 0 })
            {
                return GraphJson.Refuse(http, Refusal.Required(name));
            }
        }

        var (code, rest) = (Digits(given.Text("cc")), Digits(given.Text("phone_number")));
        Task<BusinessNumber> adding;
        lock (adds)
        {
            if (!Phones.TryParse(code + rest, out var phone) || platform.Meta.Numbers.Any(n => n.Digits == phone))
            {
                return GraphJson.Refuse(http, Refusal.Parameter("Param phone_number must be a phone number with area code that no business account has yet."));
            }

            if (account.Numbers.Count >= MostNumbers)
            {
                return GraphJson.Refuse(http, Refusal.Parameter($"The account has {MostNumbers} phone numbers, the most it may have."));
            }

            adding = platform.Meta.AddNumberAsync(platform.Documents, account, $"+{code} {rest}", given.Text("verified_name")!);
        }

        var number = await adding;
        await NoteAsync(number, "PHONE_NUMBER_ADDED", "was added");
        return GraphJson.Write(http, json => json.WriteString("id", number.Id));
    }

    public async Task<bool> RequestCodeAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.Text("code_method")?.ToUpperInvariant() is not ("SMS" or "VOICE"))
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param code_method must be one of {SMS, VOICE}."));
        }

        if (given.Text("language") is not { Length: >= 2 })
        {
            return GraphJson.Refuse(http, Refusal.Required("language"));
        }

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        return await SaveAsync(http, number, number.Registration with { Code = code, CodeUntilMs = platform.Clock.NowMs + CodeLifeMs });
    }

    public async Task<bool> VerifyCodeAsync(HttpContext http, BusinessNumber number)
    {
        var given = (await Parameters.ReadAsync(http)).Text("code");
        var held = number.Registration;
        if (given is null)
        {
            return GraphJson.Refuse(http, Refusal.Required("code"));
        }

        if (held.Code is null || held.Code != given.Replace("-", "", StringComparison.Ordinal))
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param code is not the code that was sent to this phone number. Ask for a new one by request_code."));
        }

        if (held.CodeUntilMs < platform.Clock.NowMs)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param code has expired. Ask for a new one by request_code."));
        }

        await NoteAsync(number, "PHONE_NUMBER_VERIFIED", "was successfully verified");
        return await SaveAsync(http, number, held with { Code = null, IsVerified = true });
    }

    public async Task<bool> RegisterAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        var held = number.Registration;
        if ((given.NotForWhatsApp() ?? WrongPin(given.Text("pin"))) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var recent = Recent(held.RegisteredAt);
        if (recent.Count >= MostInLimit)
        {
            return GraphJson.Refuse(http, new Refusal(133016));
        }

        var backup = given.Object("backup");
        if (backup is not null && OnPremises.Backup.Open(Parameters.TextOf(backup["data"]), Parameters.TextOf(backup["password"]), number) is null)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param backup must be the data that this number's client gave by settings/backup, with its password."));
        }

        if (!held.IsVerified && backup is null)
        {
            return GraphJson.Refuse(http, new Refusal(133006));
        }

        held = held with { RegisteredAt = [.. recent, platform.Clock.NowMs] };
        if (held.Pin is { } pin && pin != given.Text("pin"))
        {
            await KeepAsync(number, held with { WrongPins = held.WrongPins + 1 });
            return GraphJson.Refuse(http, new Refusal(held.WrongPins >= MostWrongPins ? 133008 : 133005));
        }

        return await SaveAsync(http, number, held with { IsRegistered = true, IsOnPremises = false, IsVerified = true, WasRegistered = true, RegisteredMs = platform.Clock.NowMs, WrongPins = 0, Pin = given.Text("pin") });
    }

    public async Task<bool> DeregisterAsync(HttpContext http, BusinessNumber number)
    {
        var held = number.Registration;
        var recent = Recent(held.DeregisteredAt);
        return recent.Count >= MostInLimit ? GraphJson.Refuse(http, new Refusal(133016))
            : !held.IsRegistered ? GraphJson.Refuse(http, new Refusal(133010))
            : await SaveAsync(http, number, held with { IsRegistered = false, DeregisteredAt = [.. recent, platform.Clock.NowMs] });
    }

    /// <summary>POST /{number} with a PIN: two-step verification from now on, or another PIN for it.</summary>
    public async Task<Refusal?> ChangePinAsync(BusinessNumber number, string pin)
    {
        if (WrongPin(pin) is { } wrong)
        {
            return wrong;
        }

        await KeepAsync(number, number.Registration with { Pin = pin, WrongPins = 0 });
        await platform.TellAsync(number.Account.Id, "security", new JsonObject { ["display_phone_number"] = Phones.Digits(number.Digits), ["event"] = "PIN_CHANGED" }.ToJsonString(), withTime: true);
        return null;
    }

    private static Refusal? WrongPin(string? pin) => pin is null ? Refusal.Required("pin")
        : pin.Length == 6 && pin.All(char.IsAsciiDigit) ? null
        : Refusal.Parameter("Param pin must be 6 digits.");

    private static string Digits(string? text) => string.Concat((text ?? "").Where(char.IsAsciiDigit));

    private List<long> Recent(IEnumerable<long> times) => [.. times.Where(at => at > platform.Clock.NowMs - LimitMs)];

    private Task NoteAsync(BusinessNumber number, string type, string what) =>
        ActivitiesApi.NoteAsync(platform, number.Account, type, $"Phone number {number.DisplayPhoneNumber} {what}", new JsonObject { ["phone_number"] = "+" + Phones.Digits(number.Digits) });

    private Task KeepAsync(BusinessNumber number, Registration registration)
    {
        number.Registration = registration;
        platform.Courier.Changed?.Invoke(number.Digits);
        return platform.Documents.SaveAsync("registration", number.Account.Id, number.Id, registration.ToJson());
    }

    private async Task<bool> SaveAsync(HttpContext http, BusinessNumber number, Registration registration)
    {
        await KeepAsync(number, registration);
        return GraphJson.Success(http);
    }
}
