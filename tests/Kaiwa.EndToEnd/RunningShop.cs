using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(Kaiwa.EndToEnd.RunningShop))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Kaiwa.EndToEnd;

/// <summary>One real server with the demo shop, one real browser: shared by all journeys, ended with them.</summary>
public sealed class RunningShop : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private readonly RunningServer server = new("--demo", "--credentials", "{folder}/credentials.json");
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? session;

    public string Url => server.Url;

    public string Email { get; private set; } = "";

    public string Password { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // The file is written when the server is ready, not before.
        var file = Path.Combine(server.Folder, "credentials.json");
        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(await server.WhenAsync(_ => File.Exists(file) ? file : null)));
        Email = credentials.RootElement.GetProperty("email").GetString()!;
        Password = credentials.RootElement.GetProperty("password").GetString()!;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
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
        await server.DisposeAsync();
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
    public Task<IPage> OpenAsStrangerAsync(string language = "en", string theme = "light", int width = 1440, int height = 900) => NewPageAsync(language, theme, width, height, null);

    /// <summary>A new colleague in a browser of their own: invited by whoever is signed in on the page, come by the link.</summary>
    public async Task<IPage> HireAsync(IPage host, string name, string email)
    {
        var path = await host.EvaluateAsync<string>(
            "email => fetch('/api/v1/invitations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, role: 'agent' }) }).then(answer => answer.json()).then(link => link.path)", email);
        var page = await OpenAsStrangerAsync();
        await page.GotoAsync(Url + "/sign-in");
        await page.EvaluateAsync(
            """
            ([token, name]) => {
              const form = document.querySelector("form");
              form.action = "/account/invitation";
              for (const [key, value] of Object.entries({ token, name, password: "blue kettle sings", language: "en" })) {
                form.querySelector(`[name=${key}]`)?.remove();
                form.append(Object.assign(document.createElement("input"), { type: "hidden", name: key, value }));
              }
              form.querySelector("[name=email]").remove();
              form.submit();
            }
            """,
            new[] { path.Split("token=")[1], name });
        await page.WaitForURLAsync(Url + "/inbox");
        await IsLiveAsync(page);
        return page;
    }

    /// <summary>Until then the page is only a picture of itself.</summary>
    public static Task IsLiveAsync(IPage page) => Expect(page.Locator("html[data-live]")).ToBeAttachedAsync();

    /// <summary>Until then Blazor does not hear of a chosen file.</summary>
    public static Task TakesFilesAsync(ILocator input) =>
        UntilAsync(() => input.EvaluateAsync<bool>("input => '_blazorInputFileNextFileId' in input"), () => "The input never took files.");

    /// <summary>What neither the page nor a locator waits for by itself.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> never)
    {
        for (var patience = Stopwatch.StartNew(); !await isSo(); await Task.Delay(100))
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), never());
        }
    }

    /// <summary>A customer writes on their phone.</summary>
    public Task WriteAsync(string phone, string text) => WriteAsync(phone, new { text });

    /// <summary>A customer sends something else than words, as the simulator's phones take it.</summary>
    public async Task WriteAsync(string phone, object message)
    {
        using var answer = await http.PostAsJsonAsync($"{Url}/simulator/phones/{phone}/messages", message);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Created);
    }

    /// <summary>What a phone shows, when it shows it.</summary>
    public Task PhoneShowsAsync(string phone, string text) => PhoneAsync(phone, message => message.GetProperty("text").GetString() == text, $"\"{text}\"");

    /// <summary>Nothing on the phone has this in it.</summary>
    public async Task PhoneNeverShowedAsync(string phone, string text) => (await http.GetStringAsync($"{Url}/simulator/phones/{phone}")).ShouldNotContain(text);

    /// <summary>The newest message of a kind on a phone, once it has one.</summary>
    public Task<JsonElement> PhoneHasAsync(string phone, string kind) => PhoneAsync(phone, message => message.GetProperty("kind").GetString() == kind, $"a message of the kind {kind}");

    private async Task<JsonElement> PhoneAsync(string phone, Func<JsonElement, bool> isIt, string what)
    {
        var (shown, found) = ("", default(JsonElement));
        await UntilAsync(
            async () =>
            {
                shown = await http.GetStringAsync($"{Url}/simulator/phones/{phone}");
                found = JsonDocument.Parse(shown).RootElement.GetProperty("messages").EnumerateArray().LastOrDefault(isIt);
                return found.ValueKind == JsonValueKind.Object;
            },
            () => $"The phone {phone} never showed {what}. It shows: {shown}");
        return found;
    }

    /// <summary>The bytes of a file on a phone.</summary>
    public Task<byte[]> PhoneFileAsync(string media) => http.GetByteArrayAsync($"{Url}/simulator/media/{media}");

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
}
