using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>The client that a business runs for one number: its users, their tokens, its settings. Kept as one document, written at every change.</summary>
internal sealed class OnPremisesClient(Platform platform, BusinessNumber number, JsonObject held)
{
    private const string Defaults = """
        {"callback_backoff_delay_ms":3000,"max_callback_backoff_delay_ms":900000,"callback_persist":true,"heartbeat_interval":5,"unhealthy_interval":30,
         "media":{"auto_download":["image","video","voice","sticker","audio","document"]},"sent_status":false,
         "webhooks":{"max_concurrent_requests":6,"message":{"sent":false,"delivered":true,"read":true}}}
        """;

    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(7);
    private readonly Lock gate = new();

    public BusinessNumber Number => number;

    /// <summary>As it comes out of the box: the admin has the password that everybody knows, and must change it.</summary>
    public static JsonObject New() => new()
    {
        ["users"] = new JsonObject { ["admin"] = User("secret", mustChange: true) },
        ["tokens"] = new JsonObject(),
        ["application"] = new JsonObject(),
    };

    /// <summary>What was set, over the defaults.</summary>
    public JsonObject Application
    {
        get
        {
            lock (gate)
            {
                return Merge(JsonNode.Parse(Defaults)!.AsObject(), held["application"]!.AsObject());
            }
        }
    }

    public async Task<(JsonObject? Login, ClientError? Refusal)> LogInAsync(string name, string password, string? newPassword)
    {
        if (Users[name] is not JsonObject user || (string)user["hash"]! != Hash(password))
        {
            return (null, ClientError.Credentials());
        }

        if ((bool)user["mustChange"]! && (newPassword is null || newPassword == password))
        {
            return (null, new ClientError(403, 1024, "The first login must bring a new_password"));
        }

        if (newPassword is not null && newPassword != password && Weak(newPassword))
        {
            return (null, WeakPassword());
        }

        var (token, until) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), platform.Clock.GetUtcNow() + TokenLife);
        await ChangeAsync(state =>
        {
            state["users"]![name] = User(newPassword ?? password, mustChange: false);
            state["tokens"]![Hash(token)] = new JsonObject { ["user"] = name, ["until"] = until.ToUnixTimeMilliseconds() };
        });
        return (new JsonObject { ["token"] = token, ["expires_after"] = until.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture) }, null);
    }

    /// <summary>Whose token it is; null when it is nobody's any more.</summary>
    public string? UserOf(string token)
    {
        lock (gate)
        {
            return held["tokens"]![Hash(token)] is { } known && (long)known["until"]! > platform.Clock.NowMs && held["users"]![(string)known["user"]!] is not null ? (string)known["user"]! : null;
        }
    }

    public Task LogOutAsync(string token) => ChangeAsync(state => state["tokens"]!.AsObject().Remove(Hash(token)));

    public bool HasUser(string name) => Users.ContainsKey(name);

    /// <summary>Makes a user or changes the password; refused when the password is weak.</summary>
    public async Task<ClientError?> SetUserAsync(string name, string? password)
    {
        if (name.Length is < 4 or > 32 || password is null || Weak(password))
        {
            return name.Length is < 4 or > 32 ? ClientError.Invalid("username must be 4 to 32 characters long") : WeakPassword();
        }

        await ChangeAsync(state => state["users"]![name] = User(password, mustChange: false));
        return null;
    }

    public Task RemoveUserAsync(string name) => ChangeAsync(state => state["users"]!.AsObject().Remove(name));

    /// <summary>Merges, or with null goes back to the defaults; what was held back for want of an address goes out.</summary>
    public async Task SetApplicationAsync(JsonObject? change)
    {
        await ChangeAsync(state => state["application"] = change is null ? new JsonObject() : Merge(state["application"]!.AsObject(), change));
        number.Callbacks?.Start();
    }

    private JsonObject Users
    {
        get
        {
            lock (gate)
            {
                return held["users"]!.DeepClone().AsObject();
            }
        }
    }

    private Task ChangeAsync(Action<JsonObject> change)
    {
        JsonObject copy;
        lock (gate)
        {
            change(held);
            copy = held.DeepClone().AsObject();
        }

        return platform.Documents.SaveAsync(OnPremisesClients.Kind, number.Account.Id, number.Id, copy);
    }

    private static JsonObject User(string password, bool mustChange) => new() { ["hash"] = Hash(password), ["mustChange"] = mustChange };

    private static JsonObject Merge(JsonObject into, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            into[name] = value is JsonObject inner && into[name] is JsonObject old ? Merge(old.DeepClone().AsObject(), inner) : value?.DeepClone();
        }

        return into;
    }

    private static bool Weak(string password) => password.Length is < 8 or > 64
        || !(password.Any(char.IsAsciiDigit) && password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiLetterLower) && password.Any(letter => char.IsPunctuation(letter) || char.IsSymbol(letter)));

    private static ClientError WeakPassword() => ClientError.Invalid("A password has 8 to 64 characters, among them a digit, a capital, a small letter and a special one");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
