using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kaiwa.Server.Demo;

/// <summary>The demo's password and key, kept beside its database so that a restart gives the same ones.</summary>
internal sealed record DemoSecrets
{
    private const string FileName = "demo.json";

    public string? Password { get; init; }

    public string? AccessToken { get; init; }

    public bool HasContacts { get; init; }

    public static DemoSecrets Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<DemoSecrets>(File.ReadAllBytes(path)) ?? new DemoSecrets() : new DemoSecrets();
    }

    public static string NewPassword() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));

    public DemoSecrets Keep(string folder)
    {
        PrivateFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this));
        return this;
    }
}
