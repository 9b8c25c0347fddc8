using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>
/// <c>/onprem/{number}/v1/…</c>: what a business's own client served, as the thing to move away from. It stands on the same phones, ledger and clock as the Cloud API.
/// The number is Meta's id, or its digits.
/// </summary>
internal sealed class OnPremisesApi(Platform platform)
{
    public const string Version = "v2.53.4";
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly MessageCalls messages = new(platform);
    private readonly SettingsCalls settings = new(platform);
    private readonly AccountCalls account = new(platform);

    public async Task HandleAsync(HttpContext http, string[] parts)
    {
        ClientAnswer answer;
        try
        {
            answer = parts is [var key, "v1", .. var path] && Find(key) is { } number ? await ServeAsync(new ClientCall(http, platform.OnPremises.Of(number), path)) : ClientError.Unknown("There is no such client");
        }
        catch (JsonException)
        {
            answer = new ClientError(400, 1025, "The body is not valid JSON");
        }

        if (!http.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(http, answer);
        }
    }

    private Task<ClientAnswer> ServeAsync(ClientCall call)
    {
        if ((call.Http.Request.Method, call.Path) is ("POST", ["users", "login"]))
        {
            return LogInAsync(call);
        }

        var header = call.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || call.Client.UserOf(header[7..].Trim()) is not { } user)
        {
            return Refused(ClientError.Credentials());
        }

        // Users, registration, settings: the admin's.
        return user != "admin" && call.Path is ["users" or "account" or "settings", ..] and not ["users", "logout"] ? Refused(new ClientError(403, 1005, "Only the admin may do this"))
            : RouteAsync(call, header[7..].Trim());
    }

    private Task<ClientAnswer> RouteAsync(ClientCall call, string token) => (call.Http.Request.Method, call.Path) switch
    {
        ("POST", ["users", "logout"]) => Done(call.Client.LogOutAsync(token)),
        ("POST", ["users"]) => CreateUserAsync(call),
        (_, ["users", var name]) => UserAsync(call, name),
        ("POST", ["contacts"]) => messages.CheckAsync(call),
        ("POST", ["messages"]) => messages.SendAsync(call),
        ("PUT", ["messages", var id]) => messages.MarkReadAsync(call, id),
        ("POST", ["media"]) => messages.UploadAsync(call),
        ("GET" or "DELETE", ["media", var id]) => messages.FileAsync(call, id),
        ("POST", ["account"]) => account.RegisterAsync(call),
        ("POST", ["account", "verify"]) => account.VerifyAsync(call),
        ("POST" or "DELETE", ["settings", "account", "two-step"]) => account.TwoStepAsync(call),
        ("POST", ["settings", "backup"]) => account.BackUpAsync(call),
        ("POST", ["settings", "restore"]) => account.RestoreAsync(call),
        (_, ["settings", "application"]) => settings.ApplicationAsync(call),
        ("GET" or "POST", ["settings", "business", "profile"]) => settings.BusinessAsync(call),
        ("GET" or "PATCH", ["settings", "profile", "about"]) => settings.AboutAsync(call),
        (_, ["settings", "profile", "photo"]) => settings.PhotoAsync(call),
        ("GET", ["health"]) => Task.FromResult(account.Health(call)),
        ("GET", ["stats", var kind and ("app" or "db")]) => Task.FromResult(account.Stats(call, kind)),
        var (method, _) => Refused(ClientError.Unknown($"{method} {call.Http.Request.Path} is not served")),
    };

    private static async Task<ClientAnswer> LogInAsync(ClientCall call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        var given = new byte[header.Length];
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header[6..].Trim(), given, out var length)
            || Encoding.UTF8.GetString(given, 0, length).Split(':', 2) is not [var user, var password])
        {
            return ClientError.Credentials();
        }

        var (login, refusal) = await call.Client.LogInAsync(user, password, (await call.BodyAsync()).Text("new_password"));
        return login is null ? refusal! : new JsonObject { ["users"] = new JsonArray(login) };
    }

    private static async Task<ClientAnswer> CreateUserAsync(ClientCall call)
    {
        var body = await call.BodyAsync();
        if (body.Text("username") is not { } name)
        {
            return ClientError.Lacks("username");
        }

        return call.Client.HasUser(name) ? new ClientError(500, 1014, "The user may exist already")
            : await call.Client.SetUserAsync(name, body.Text("password")) is { } refusal ? refusal
            : new ClientAnswer(User(name)) { Status = 201 };
    }

    private static async Task<ClientAnswer> UserAsync(ClientCall call, string name)
    {
        if (!call.Client.HasUser(name))
        {
            return ClientError.Unknown("user not found");
        }

        switch (call.Http.Request.Method)
        {
            case "GET":
                var shown = User(name);
                shown["users"]![0]!["ROLES"] = name == "admin" ? "ROLE_ADMIN" : "ROLE_USER";
                return shown;
            case "PUT":
                return await call.Client.SetUserAsync(name, (await call.BodyAsync()).Text("password")) is { } refusal ? refusal : User(name);
            case "DELETE" when name != "admin":
                await call.Client.RemoveUserAsync(name);
                return User(name);
            default:
                return ClientError.Invalid("This cannot be done to this user");
        }
    }

    private static JsonObject User(string name) => new() { ["users"] = new JsonArray(new JsonObject { ["username"] = name }) };

    private static Task<ClientAnswer> Refused(ClientError error) => Task.FromResult<ClientAnswer>(error);

    private static async Task<ClientAnswer> Done(Task work)
    {
        await work;
        return new JsonObject();
    }

    private static async Task WriteAsync(HttpContext http, ClientAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (answer.File is { } file)
        {
            http.Response.ContentType = file.Mime;
            http.Response.ContentLength = file.Bytes.Length;
            await http.Response.BodyWriter.WriteAsync(file.Bytes, http.RequestAborted);
            return;
        }

        answer.Body["meta"] = new JsonObject { ["api_status"] = "stable", ["version"] = Version };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.Body.ToJsonString(Readable), http.RequestAborted);
    }

    private BusinessNumber? Find(string key) => platform.Meta.Number(key) ?? platform.Meta.Numbers.FirstOrDefault(number => Phones.Digits(number.Digits) == key);
}
