using System.Text.Json;

namespace Kaiwa.Load.Product;

/// <summary>The file that <c>--credentials</c> writes when the process is ready.</summary>
internal sealed record Credentials(
    Uri GraphBaseUrl, string AccessToken, string PhoneNumberId, string WabaId, Uri? WebhookUrl, string AppSecret, string VerifyToken, Uri? SimulatorUrl, Uri? ConsoleUrl, string? Email, string? Password)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Credentials? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Credentials>(File.ReadAllText(path), Web);
        }
        catch (Exception cause) when (cause is IOException or JsonException)
        {
            return null;
        }
    }
}
