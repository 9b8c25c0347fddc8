using System.Net;
using System.Text.Json.Nodes;
using Kaiwa.Server;

namespace Kaiwa.Tests.Server;

/// <summary>The whole server in this process: simulator, demo shop, console.</summary>
public sealed class KaiwaServerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kaiwa-server-").FullName;

    [Fact]
    public async Task The_credentials_file_holds_what_a_program_needs_and_only_its_owner_may_read_it()
    {
        var file = Path.Combine(folder, "credentials.json");
        await using var server = await KaiwaServer.StartAsync(Settings() with { Credentials = file });

        var credentials = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();

        credentials.Select(member => member.Key).ShouldBe(
            ["graphBaseUrl", "accessToken", "phoneNumberId", "wabaId", "webhookUrl", "appSecret", "verifyToken", "simulatorUrl", "consoleUrl", "email", "password"], ignoreOrder: true);
        credentials.All(member => !string.IsNullOrEmpty(member.Value?.GetValue<string>())).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_restart_keeps_the_password_and_the_key()
    {
        string token, password;
        await using (var first = await KaiwaServer.StartAsync(Settings()))
        {
            (token, password) = (first.Shop!.AccessToken, first.Shop.Password!);
        }

        await using var second = await KaiwaServer.StartAsync(Settings());

        second.Shop!.AccessToken.ShouldBe(token);
        second.Shop.Password.ShouldBe(password);
    }

    [Fact]
    public async Task Health_metrics_and_headers_are_served()
    {
        await using var server = await KaiwaServer.StartAsync(Settings());
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Origin) };

        (await browser.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetStringAsync("/health/ready")).ShouldBe("Healthy");
        (await browser.GetStringAsync("/metrics")).ShouldContain("target_info");
        var page = await browser.GetAsync("/sign-in");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("script-src 'self'");
        page.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
        page.Headers.Contains("Server").ShouldBeFalse();
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file still being closed is left to the system's clean-up of temporary files.
        }
    }

    private ServerSettings Settings() => new() { Demo = true, Quiet = true, Urls = "http://127.0.0.1:0", Data = Path.Combine(folder, "data") };
}
