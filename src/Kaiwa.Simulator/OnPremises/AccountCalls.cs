using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>Registration with this client, the backup by which the number moves to the Cloud, and how it is.</summary>
internal sealed class AccountCalls(Platform platform)
{
    private const long CodeLifeMs = 10 * 60_000;

    /// <summary>201: registered here already. 202: a code is on its way; until it comes back the number stays where it is.</summary>
    public async Task<ClientAnswer> RegisterAsync(ClientCall call)
    {
        var body = await call.BodyAsync();
        var held = call.Number.Registration;
        if (held.IsOnPremises)
        {
            return new ClientAnswer([]) { Status = 201 };
        }

        foreach (var name in (string[])["cc", "phone_number", "method", "cert"])
        {
            if (body.Text(name) is not { Length: > 0 })
            {
                return ClientError.Lacks(name);
            }
        }

        if (body.Text("method")?.ToLowerInvariant() is not ("sms" or "voice"))
        {
            return ClientError.Invalid("method must be sms or voice");
        }

        if (string.Concat((body.Text("cc") + body.Text("phone_number")).Where(char.IsAsciiDigit)) != Phones.Digits(call.Number.Digits))
        {
            return ClientError.Invalid($"This client is for {call.Number.DisplayPhoneNumber}");
        }

        if (held.Pin is { } pin && body.Text("pin") != pin)
        {
            return body.Text("pin") is null ? ClientError.Lacks("pin") : new ClientError(400, 1005, "The two-step verification PIN is wrong");
        }

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        await KeepAsync(call.Number, held with { Code = code, CodeUntilMs = platform.Clock.NowMs + CodeLifeMs });
        return new ClientAnswer(new JsonObject { ["account"] = new JsonArray(new JsonObject { ["vname"] = call.Number.VerifiedName }) }) { Status = 202 };
    }

    /// <summary>From here on the number is on this client, and the Cloud API refuses to send for it.</summary>
    public async Task<ClientAnswer> VerifyAsync(ClientCall call)
    {
        var held = call.Number.Registration;
        if ((await call.BodyAsync()).Text("code")?.Replace("-", "", StringComparison.Ordinal) is not { } code)
        {
            return ClientError.Lacks("code");
        }

        if (held.Code != code || held.CodeUntilMs < platform.Clock.NowMs)
        {
            return ClientError.Invalid("The code is wrong or has expired");
        }

        await KeepAsync(call.Number, held with { Code = null, IsRegistered = false, IsVerified = false, IsOnPremises = true, WasRegistered = true });
        return new ClientAnswer([]) { Status = 201 };
    }

    public async Task<ClientAnswer> TwoStepAsync(ClientCall call)
    {
        var pin = call.Http.Request.Method == "DELETE" ? null : (await call.BodyAsync()).Text("pin") ?? "";
        if (pin is not null && (pin.Length != 6 || !pin.All(char.IsAsciiDigit)))
        {
            return ClientError.Invalid("pin must be 6 digits");
        }

        if (!call.Number.Registration.IsOnPremises)
        {
            return ClientError.NotRegistered();
        }

        await KeepAsync(call.Number, call.Number.Registration with { Pin = pin, WrongPins = 0 });
        return new JsonObject();
    }

    public async Task<ClientAnswer> BackUpAsync(ClientCall call)
    {
        if ((await call.BodyAsync()).Text("password") is not { Length: > 0 } password)
        {
            return ClientError.Lacks("password");
        }

        return call.Number.Registration.IsOnPremises
            ? new JsonObject { ["settings"] = new JsonObject { ["data"] = Backup.Seal(call.Number, call.Client.Application, password) } }
            : ClientError.NotRegistered();
    }

    public async Task<ClientAnswer> RestoreAsync(ClientCall call)
    {
        var body = await call.BodyAsync();
        if (Backup.Open(body.Text("data"), body.Text("password"), call.Number) is not { } application)
        {
            return ClientError.Invalid("data is no backup of this number, or its password is another");
        }

        await call.Client.SetApplicationAsync(application);
        return new JsonObject();
    }

    public ClientAnswer Health(ClientCall call) => new JsonObject
    {
        ["health"] = new JsonObject { ["gateway_status"] = call.Number.Registration.IsOnPremises ? "connected" : "unregistered" },
    };

    public ClientAnswer Stats(ClientCall call, string kind)
    {
        if (kind == "app")
        {
            var waiting = new JsonObject { ["type"] = "gauge", ["help"] = "Callbacks that wait to be taken", ["data"] = new JsonArray(new JsonObject { ["labels"] = new JsonObject(), ["value"] = platform.Sender.Pending }) };
            return new JsonObject { ["stats"] = new JsonObject { ["app"] = new JsonObject { ["callback_queue_size"] = waiting } } };
        }

        var (messages, contacts) = platform.Database.Query("SELECT count(*), count(DISTINCT phone) FROM message WHERE number = $number", row => (row.GetInt64(0), row.GetInt64(1)), ("$number", call.Number.Key))[0];
        return new JsonObject { ["stats"] = new JsonObject { ["db"] = new JsonObject { ["db_messages"] = messages, ["db_contacts"] = contacts } } };
    }

    private Task KeepAsync(BusinessNumber number, Registration registration)
    {
        number.Registration = registration;
        return platform.Documents.SaveAsync("registration", number.Account.Id, number.Id, registration.ToJson());
    }
}
