using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(Kaiwa.EndToEnd.RunningShop))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Kaiwa.EndToEnd;

/// <summary>One real server with the demo shop, one real browser: shared by all journeys, ended with them.</summary>
public sealed class RunningShop : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string folder = Directory.CreateTempSubdirectory("kaiwa-e2e-").FullName;
    private readonly HttpClient http = new();
    private readonly List<string> output = [];
    private Process? server;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? session;

    public string Url { get; private set; } = "";

    public string Email { get; private set; } = "";

    public string Password { get; private set; } = "";

    private string Credentials => Path.Combine(folder, "credentials.json");

    public async ValueTask InitializeAsync()
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        Start();
        await ReadyAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        http.Dispose();
        if (server is { HasExited: false })
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }

        server?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A browser window of a person who is signed in.</summary>
    public async Task<IPage> OpenAsync(string path, string language = "en", string theme = "light", int width = 1440, int height = 900)
    {
        session ??= await SignInOnceAsync();
        var page = await NewPageAsync(language, theme, width, height, session);
        await page.GotoAsync(Url + path);
        await IsLiveAsync(page);
        return page;
    }

    /// <summary>A browser window of somebody whom the server does not know.</summary>
    public Task<IPage> OpenAsStrangerAsync(string language = "en", string theme = "light") => NewPageAsync(language, theme, 1440, 900, null);

    /// <summary>Until then the page is only a picture of itself.</summary>
    public static Task IsLiveAsync(IPage page) => Expect(page.Locator("html[data-live]")).ToBeAttachedAsync();

    /// <summary>Until then Blazor does not hear of a chosen file.</summary>
    public static async Task TakesFilesAsync(ILocator input)
    {
        for (var patience = Stopwatch.StartNew(); !await input.EvaluateAsync<bool>("input => '_blazorInputFileNextFileId' in input"); await Task.Delay(50))
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "The input never took files.");
        }
    }

    /// <summary>A customer writes on their phone.</summary>
    public async Task WriteAsync(string phone, string text)
    {
        using var answer = await http.PostAsJsonAsync($"{Url}/simulator/phones/{phone}/messages", new { text });
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Created);
    }

    /// <summary>What a phone shows, when it shows it.</summary>
    public async Task PhoneShowsAsync(string phone, string text)
    {
        var shown = "";
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(15))
        {
            shown = await http.GetStringAsync($"{Url}/simulator/phones/{phone}");
            if (JsonDocument.Parse(shown).RootElement.GetProperty("messages").EnumerateArray().Any(message => message.GetProperty("text").GetString() == text))
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new ShouldAssertException($"The phone {phone} never showed \"{text}\". It shows: {shown}");
    }

    private async Task<IPage> NewPageAsync(string language, string theme, int width, int height, string? storage)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = language == "ja" ? "ja-JP" : "en-GB",
            TimezoneId = "Asia/Tokyo",
            StorageState = storage,
        });
        await context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = "kaiwa-language", Value = language, Url = Url }, new Microsoft.Playwright.Cookie { Name = "kaiwa-theme", Value = theme, Url = Url }]);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        SetDefaultExpectTimeout(20_000);
        return page;
    }

    private async Task<string> SignInOnceAsync()
    {
        var page = await OpenAsStrangerAsync();
        await page.GotoAsync(Url + "/sign-in");
        await page.GetByLabel("Email").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await IsLiveAsync(page);
        return await page.Context.StorageStateAsync();
    }

    private void Start()
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [Program(), "serve", "--demo", "--urls", Url, "--data", Path.Combine(folder, "data"), "--credentials", Credentials];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        server = new Process { StartInfo = start };
        server.OutputDataReceived += (_, line) => Keep(line.Data);
        server.ErrorDataReceived += (_, line) => Keep(line.Data);
        server.Start();
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.Add(line ?? "");
        }
    }

    // The file is written when the server is ready, not before.
    private async Task ReadyAsync()
    {
        var patience = Stopwatch.StartNew();
        while (!File.Exists(Credentials))
        {
            if (server!.HasExited || patience.Elapsed > Patience)
            {
                throw new InvalidOperationException($"The server did not become ready in {patience.Elapsed.TotalSeconds:0} s. It said:\n{string.Join('\n', output)}");
            }

            await Task.Delay(100);
        }

        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(Credentials));
        Email = credentials.RootElement.GetProperty("email").GetString()!;
        Password = credentials.RootElement.GetProperty("password").GetString()!;
    }

    // The server is built into the folder beside ours, in the same configuration.
    private static string Program()
    {
        var ours = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(ours.Parent!.Parent!.FullName, "Kaiwa.Server", ours.Name, "kaiwa.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"{program} is not there. Build the solution, then run the journeys.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
