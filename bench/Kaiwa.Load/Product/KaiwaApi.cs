using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Kaiwa.Load.Product;

/// <summary>Kaiwa's own HTTP API, as a shop's program would call it.</summary>
internal sealed class KaiwaApi : IDisposable
{
    private readonly HttpClient http;

    public KaiwaApi(Credentials credentials)
    {
        http = new HttpClient { BaseAddress = new Uri(credentials.ConsoleUrl ?? credentials.GraphBaseUrl, "/api/v1/"), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credentials.AccessToken);
    }

    /// <summary>Imports people with consent and a tag to find them by.</summary>
    public async Task ImportContactsAsync(string tag, IEnumerable<string> phones, CancellationToken ct)
    {
        var csv = new StringBuilder("phone,name,tags\n");
        foreach (var phone in phones)
        {
            csv.Append('+').Append(phone).Append(",Ana,").Append(tag).Append('\n');
        }

        using var content = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        using var answer = await http.PostAsync($"contacts/imports?optIn=benchmark&name={tag}", content, ct);
        var report = (await CheckAsync(answer, ct))!;
        if (report["errorCount"]?.GetValue<long>() is > 0)
        {
            throw new InvalidOperationException($"Kaiwa left out rows of the import: {report.ToJsonString()}");
        }
    }

    public async Task<string> CreateBroadcastAsync(string name, string tag, BroadcastTemplate template, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync("broadcasts", new JsonObject
        {
            ["name"] = name,
            ["audience"] = new JsonObject { ["tag"] = tag },
            ["template"] = template.Name,
            ["language"] = template.Language,
            ["variables"] = template.Variables.DeepClone(),
        }, ct);
        var created = await CheckAsync(answer, ct);
        return created!["id"]!.GetValue<string>();
    }

    /// <summary>Reads and parses whatever stands there.</summary>
    public async Task<JsonNode> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await http.GetAsync(path, ct);
        return (await CheckAsync(answer, ct))!;
    }

    /// <summary>A program that wants every event.</summary>
    public async Task CreateWebhookAsync(string name, string url, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync("webhooks", new JsonObject { ["name"] = name, ["address"] = url }, ct);
        await CheckAsync(answer, ct);
    }

    /// <summary>start, pause, resume or cancel.</summary>
    public async Task MoveBroadcastAsync(string id, string move, CancellationToken ct)
    {
        using var answer = await http.PostAsync($"broadcasts/{id}/{move}", null, ct);
        await CheckAsync(answer, ct);
    }

    public async Task<JsonNode> BroadcastAsync(string id, CancellationToken ct)
    {
        using var answer = await http.GetAsync($"broadcasts/{id}", ct);
        return (await CheckAsync(answer, ct))!;
    }

    public async Task<string> BroadcastStateAsync(string id, CancellationToken ct) => (await BroadcastAsync(id, ct))["state"]!.GetValue<string>();

    /// <summary>A draft has not been started yet; every other state means that the start was taken.</summary>
    public static bool IsDraft(string state) => string.Equals(state, "draft", StringComparison.Ordinal);

    /// <summary>Starts a broadcast and pauses it at once; returns when the whole audience is frozen and waits for the resume.</summary>
    public async Task FreezePausedAsync(string id, int messages, CancellationToken ct)
    {
        await MoveBroadcastAsync(id, "start", ct);
        await MoveBroadcastAsync(id, "pause", ct);
        while ((await BroadcastAsync(id, ct))["total"]!.GetValue<long>() < messages)
        {
            await Task.Delay(100, ct);
        }
    }

    /// <summary>How many of a broadcast's messages Kaiwa itself knows to be read, when it is done or nothing has changed for a while.</summary>
    public async Task<long> ReadInTheEndAsync(string id, long expected, CancellationToken ct)
    {
        long read = 0;
        for (var attempt = 0; attempt < 40 && read < expected; attempt++)
        {
            read = (await BroadcastAsync(id, ct))["funnel"]!["read"]!.GetValue<long>();
            if (read < expected)
            {
                await Task.Delay(500, ct);
            }
        }

        return read;
    }

    /// <summary>The conversation with a customer, waiting until it is there.</summary>
    public async Task<string> FindConversationAsync(string phone, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            using var answer = await http.GetAsync($"conversations?search={phone}", ct);
            if ((await CheckAsync(answer, ct))!["items"]!.AsArray().FirstOrDefault() is { } conversation)
            {
                return conversation["id"]!.GetValue<string>();
            }

            await Task.Delay(50, ct);
        }

        throw new TimeoutException($"The inbox shows no conversation with {phone} after 30 s.");
    }

    public async Task ReplyAsync(string conversation, string text, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync($"conversations/{conversation}/replies", new JsonObject { ["text"] = text }, ct);
        await CheckAsync(answer, ct);
    }

    /// <summary>Every text the inbox shows of a customer, each as often as it shows it.</summary>
    public async Task<List<string>> ThreadTextsAsync(string phone, CancellationToken ct)
    {
        const int Page = 100;
        var conversation = await FindConversationAsync(phone, ct);
        var texts = new List<string>();
        string? before = null;
        while (true)
        {
            using var answer = await http.GetAsync($"conversations/{conversation}/messages?limit={Page}{(before is null ? "" : "&before=" + Uri.EscapeDataString(before))}", ct);
            var messages = (await CheckAsync(answer, ct))!.AsArray();
            texts.AddRange(messages.Select(message => message!["text"]?.GetValue<string>() ?? ""));
            if (messages.Count == 0)
            {
                return texts;
            }

            before = messages[0]!["position"]!.GetValue<string>();
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonNode?> CheckAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? null : JsonNode.Parse(text)
            : throw new InvalidOperationException($"Kaiwa refused {answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath}: {(int)answer.StatusCode} {text}");
    }
}
