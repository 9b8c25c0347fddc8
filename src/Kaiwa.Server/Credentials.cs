using System.Text.Json;
using Kaiwa.Server.Demo;

namespace Kaiwa.Server;

/// <summary>What a program needs to play the shop's part, the customers' and Meta's: the file of <c>--credentials</c>.</summary>
internal sealed record Credentials
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Origin of the gateway (or of the simulator, for <c>kaiwa simulate</c>), without version.</summary>
    public required string GraphBaseUrl { get; init; }

    public required string AccessToken { get; init; }

    public required string PhoneNumberId { get; init; }

    public required string WabaId { get; init; }

    public string? WebhookUrl { get; init; }

    public required string AppSecret { get; init; }

    public required string VerifyToken { get; init; }

    /// <summary>Control API and phones.</summary>
    public required string SimulatorUrl { get; init; }

    public string? ConsoleUrl { get; init; }

    public string? Email { get; init; }

    public string? Password { get; init; }

    public static Credentials Of(DemoShop shop, string origin) => new()
    {
        GraphBaseUrl = origin,
        AccessToken = shop.AccessToken,
        PhoneNumberId = shop.PhoneNumberId,
        WabaId = shop.WabaId,
        WebhookUrl = shop.WebhookUrl,
        AppSecret = shop.AppSecret,
        VerifyToken = shop.VerifyToken,
        SimulatorUrl = shop.SimulatorUrl,
        ConsoleUrl = origin,
        Email = shop.Email,
        Password = shop.Password,
    };

    /// <summary>Whole or not at all: a reader never sees half of it.</summary>
    public void Write(string file)
    {
        var path = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
    }
}

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    public static void Write(string path, byte[] content)
    {
        var half = path + ".new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(half, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }
}
