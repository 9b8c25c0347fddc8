using System.Globalization;
using System.Text.Json;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Control;

/// <summary>
/// The simulator's own HTTP API: phones, ledger, clock, faults. It has no password (it is for loopback and demos), so it refuses what a
/// browser sends on behalf of another site. Its paths begin with words, Graph's with digits: they never clash.
/// </summary>
internal sealed class ControlApi(Platform platform, ISimulator simulator)
{
    // Beyond it sums of days would leave the calendar, and the simulator could never be started again.
    private static readonly DateTimeOffset LastDay = new(3000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PhonesApi phones = new(platform);
    private readonly QualityApi quality = new(platform);
    private readonly OnPremises.OnPremisesApi onPremises = new(platform);

    /// <summary>Answers a path of ours; false when it belongs to somebody else.</summary>
    public bool TryRoute(HttpContext http, string path, string prefix, out Task answer)
    {
        answer = Task.CompletedTask;
        var under = path.StartsWith("/simulator", StringComparison.Ordinal) && (path.Length == 10 || path[10] == '/') ? path[10..]
            : prefix.Length == 0 ? path : null;
        if (under is null)
        {
            return false;
        }

        var parts = under.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var head = parts.Length > 0 ? parts[0] : "";
        if (head == "onprem")
        {
            answer = onPremises.HandleAsync(http, parts[1..]);
            return true;
        }

        var known = head is "phones" or "ledger" or "clock" or "faults" or "stats" or "reset" or "webhook" or "shoppers" or "numbers" or "events" or "magic" or "media" or "flows" or "groups" or "templates" or "notices" or "state";
        if (!known)
        {
            return Pages.PagesApi.TryRoute(http, path, under, out answer);
        }

        if (!HttpMethods.IsGet(http.Request.Method) && FromAnotherSite(http))
        {
            answer = Problem(http, 403, "This request was made by a page of another site. The simulator takes changes only from its own pages and from programs.");
            return true;
        }

        answer = RunAsync(http, head, parts);
        return true;
    }

    private async Task RunAsync(HttpContext http, string head, string[] parts)
    {
        try
        {
            var found = head switch
            {
                "phones" => await phones.HandleAsync(http, parts),
                "events" => await phones.EventsAsync(http),
                "media" => await phones.MediaAsync(http, parts),
                "ledger" => await LedgerAsync(http, parts),
                "flows" => await PingFlowAsync(http, parts),
                "groups" => await SuspendAsync(http, parts),
                "numbers" when parts.Length == 2 => await quality.NumberAsync(http, parts[1]),
                "templates" => parts.Length == 2 && await quality.TemplateAsync(http, parts[1]),
                "notices" => await quality.NoticeAsync(http),
                _ => await OtherAsync(http, head),
            };
            if (!found)
            {
                await Problem(http, 404, $"The simulator has no {http.Request.Method} {http.Request.Path}. docs/simulator.md lists what it has.");
            }
        }
        catch (Exception wrong) when (wrong is PhoneProblemException or JsonException or FormatException or BadHttpRequestException or OverflowException or ArgumentOutOfRangeException)
        {
            await Problem(http, 400, wrong.Message);
        }
    }

    private async Task<bool> LedgerAsync(HttpContext http, string[] parts)
    {
        var query = http.Request.Query;
        var after = long.TryParse(query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : 0;
        var limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, 10_000) : 1000;
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            return false;
        }

        switch (parts.Length > 1 ? parts[1] : "")
        {
            case "":
                var since = query["since"].ToString();
                await WriteAsync(http, await simulator.LedgerAsync(new LedgerQuery
                {
                    Since = since.Length == 0 ? null : long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : DateTimeOffset.Parse(since, CultureInfo.InvariantCulture),
                    Template = query["template"].ToString() is { Length: > 0 } template ? template : null,
                    Number = query["number"].ToString() is { Length: > 0 } number ? number : null,
                    TotalsOnly = query["detail"] == "totals",
                }));
                return true;
            case "messages":
                await WriteAsync(http, await simulator.MessagesAsync(query["phone"].ToString() is { Length: > 0 } phone ? phone : null, after, limit));
                return true;
            case "inbound":
                await WriteAsync(http, await simulator.InboundAsync(after, limit));
                return true;
            default:
                return false;
        }
    }

    private async Task<bool> PingFlowAsync(HttpContext http, string[] parts) =>
        parts is [_, var id, "ping"] && HttpMethods.IsPost(http.Request.Method) && platform.Flows.Find(id) is { } flow
            && await WriteAsync(http, await platform.FlowDesk.PingAsync(flow, http.RequestAborted));

    private async Task<bool> SuspendAsync(HttpContext http, string[] parts)
    {
        if (parts is not [_, var id] || !HttpMethods.IsPost(http.Request.Method) || platform.Groups.Store.Find(id) is null)
        {
            return false;
        }

        await platform.Groups.SuspendAsync(id, (await ReadAsync<GroupState>(http)).Suspended);
        return await WriteAsync(http, new Done());
    }

    private async Task<bool> OtherAsync(HttpContext http, string head)
    {
        switch (head, http.Request.Method)
        {
            case ("clock", "GET"):
                return await WriteAsync(http, new ClockState(platform.Clock.GetUtcNow(), platform.Clock.Offset.ToString("c", CultureInfo.InvariantCulture)));
            case ("clock", "POST"):
                return await MoveClockAsync(http);
            case ("faults", "GET"):
                return await WriteAsync(http, platform.Courier.Faults?.Plan ?? new FaultPlan());
            case ("faults", "POST"):
                var plan = await ReadAsync<FaultPlan>(http, ControlJson.Strict);
                platform.SetFaults(plan);
                return await WriteAsync(http, plan);
            case ("faults", "DELETE"):
                platform.SetFaults(null);
                return await WriteAsync(http, new Done());
            case ("stats", "GET"):
                return await WriteAsync(http, Stats());
            case ("stats", "DELETE" or "POST"):
                platform.Sender.Statistics.Reset();
                return await WriteAsync(http, new Done());
            case ("webhook", "GET"):
                return await WriteAsync(http, new WebhookState(platform.Sender.Target?.AbsoluteUri, null));
            case ("webhook", "POST"):
                return await SetWebhookAsync(http);
            case ("shoppers", "GET"):
                return await WriteAsync(http, platform.Shoppers.Plan);
            case ("shoppers", "POST"):
                await simulator.SetShoppersAsync(await ReadAsync<ShopperPlan>(http), http.RequestAborted);
                return await WriteAsync(http, platform.Shoppers.Plan);
            case ("numbers", "GET"):
                return await WriteAsync(http, platform.Meta.Numbers.Select(n => new NumberState(n.Id, n.DisplayPhoneNumber, n.VerifiedName, n.Account.Id, n.Account.Portfolio.Limit.Used(platform.Clock.NowMs), n.Account.Portfolio.Limit.UsersPerDay, platform.Options.Open, n.Registration.Status, n.Registration.CodeAt(platform.Clock.NowMs))).ToArray());
            case ("magic", "GET"):
                return await WriteAsync(http, Rules.MagicNumbers.All.Select(m => new MagicState(string.Create(CultureInfo.InvariantCulture, $"+155501026{m.Key:D2}"), m.Value.Meaning)).ToArray());
            case ("state", "POST"):
                return await SaveStateAsync(http);
            case ("reset", "POST") when platform.Options.AllowReset:
                await platform.ResetAsync();
                return await WriteAsync(http, new Done());
            default:
                return false;
        }
    }

    private async Task<bool> MoveClockAsync(HttpContext http)
    {
        var wish = await ReadAsync<ClockWish>(http);
        if (wish.Now is { } now)
        {
            await AdvanceAsync(http, now - platform.Clock.GetUtcNow());
        }
        else if (TryHours(wish.Advance, out var amount) || TimeSpan.TryParse(wish.Advance, CultureInfo.InvariantCulture, out amount))
        {
            await AdvanceAsync(http, amount);
        }
        else
        {
            throw new PhoneProblemException("Say how far: {\"advance\":\"25:00:00\"} or {\"now\":\"2026-12-01T08:00:00Z\"}.");
        }

        return await WriteAsync(http, new ClockState(platform.Clock.GetUtcNow(), platform.Clock.Offset.ToString("c", CultureInfo.InvariantCulture)));
    }

    private Task AdvanceAsync(HttpContext http, TimeSpan by) => by < TimeSpan.Zero ? throw new PhoneProblemException("Simulated time only moves forward.")
        : by > LastDay - platform.Clock.GetUtcNow() ? throw new PhoneProblemException("Simulated time ends with the year 2999.")
        : simulator.AdvanceAsync(by, http.RequestAborted);

    // "25:00:00" is 25 hours here; TimeSpan would read 25 days.
    private static bool TryHours(string? text, out TimeSpan amount)
    {
        amount = default;
        if (text?.Split(':') is not [var h, var m, var s] || !int.TryParse(h, CultureInfo.InvariantCulture, out var hours) || !int.TryParse(m, CultureInfo.InvariantCulture, out var minutes) || !double.TryParse(s, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }

        amount = TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(seconds);
        return true;
    }

    private async Task<bool> SaveStateAsync(HttpContext http)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await platform.Writer.FlushAsync();
        platform.Database.CopyTo(file);
        await using var copy = new FileStream(file, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        http.Response.ContentType = "application/vnd.sqlite3";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = copy.Length;
        await copy.CopyToAsync(http.Response.Body, http.RequestAborted);
        return true;
    }

    private async Task<bool> SetWebhookAsync(HttpContext http)
    {
        var wish = await ReadAsync<WebhookWish>(http);
        if (!Uri.TryCreate(wish.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new PhoneProblemException("Give the webhook's address: {\"url\":\"http://localhost:5080/webhooks/whatsapp/demo\"}.");
        }

        var verified = await simulator.SetWebhookAsync(url, wish.Verify, http.RequestAborted);
        return await WriteAsync(http, new WebhookState(url.AbsoluteUri, verified));
    }

    private StatsState Stats() => new(
        platform.Ledger.Webhooks(), platform.Courier.Moving, platform.Scheduler.Waiting,
        Math.Round(Environment.CpuUsage.TotalTime.TotalMilliseconds, 1), Environment.WorkingSet);

    private static bool FromAnotherSite(HttpContext http)
    {
        var site = http.Request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = http.Request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(http.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    internal static async Task<T> ReadAsync<T>(HttpContext http, JsonSerializerOptions? options = null)
    {
        var body = await StrictJson.ReadAsync(http);
        return JsonSerializer.Deserialize<T>(body.Span, options ?? ControlJson.Options) ?? throw new PhoneProblemException("The request needs a JSON body.");
    }

    internal static async Task<bool> WriteAsync<T>(HttpContext http, T value)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(http.Response.Body, value, ControlJson.Options, http.RequestAborted);
        return true;
    }

    private static Task Problem(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        return JsonSerializer.SerializeAsync(http.Response.Body, new { status, detail = sentence }, ControlJson.Options, http.RequestAborted);
    }

    private sealed record GroupState(bool Suspended);

    private sealed record Done(bool Success = true);

    private sealed record ClockState(DateTimeOffset Now, string Offset);

    private sealed record ClockWish(string? Advance, DateTimeOffset? Now);

    private sealed record WebhookState(string? Url, bool? Verified);

    private sealed record WebhookWish(string? Url, bool Verify = true);

    private sealed record NumberState(string PhoneNumberId, string DisplayPhoneNumber, string VerifiedName, string WabaId, int PortfolioUsed, int? PortfolioLimit, bool Open, string Status, string? Code);

    private sealed record MagicState(string Phone, string Meaning);

    private sealed record StatsState(WebhookSummary Webhooks, int Moving, int Timers, double CpuMs, long WorkingSetBytes);
}

/// <summary>How the control API writes JSON.</summary>
internal static class ControlJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
    };

    /// <summary>A misspelt fault must be refused, not ignored.</summary>
    public static JsonSerializerOptions Strict { get; } = new(Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
}
