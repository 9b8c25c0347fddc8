using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Load.Crash;

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
        var csv = new StringBuilder("phone,first_name,tags\n");
        foreach (var phone in phones)
        {
            csv.Append('+').Append(phone).Append(",Ana,").Append(tag).Append('\n');
        }

        using var content = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        using var answer = await http.PostAsync("contacts/imports?optIn=true", content, ct);
        await CheckAsync(answer, ct);
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

    /// <summary>Starts a broadcast and pauses it, so that all of it waits in the outbox.</summary>
    public async Task QueuePausedAsync(string id, int messages, CancellationToken ct)
    {
        await MoveBroadcastAsync(id, "start", ct);
        await MoveBroadcastAsync(id, "pause", ct);
        while ((await BroadcastAsync(id, ct))["queued"]!.GetValue<long>() < messages)
        {
            await Task.Delay(100, ct);
        }
    }

    /// <summary>The conversation with a customer, waiting until it is there.</summary>
    public async Task<string> FindConversationAsync(string phone, CancellationToken ct)
    {
        while (true)
        {
            using var answer = await http.GetAsync($"inbox/conversations?phone={phone}", ct);
            if ((await CheckAsync(answer, ct))!["items"]!.AsArray().FirstOrDefault() is { } conversation)
            {
                return conversation["id"]!.GetValue<string>();
            }

            await Task.Delay(50, ct);
        }
    }

    public async Task ReplyAsync(string conversation, string text, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync($"inbox/conversations/{conversation}/replies", new JsonObject { ["text"] = text }, ct);
        await CheckAsync(answer, ct);
    }

    /// <summary>Every text the inbox shows of a customer, each as often as it shows it.</summary>
    public async Task<List<string>> ThreadTextsAsync(string phone, CancellationToken ct)
    {
        var conversation = await FindConversationAsync(phone, ct);
        var texts = new List<string>();
        string? before = null;
        while (true)
        {
            using var answer = await http.GetAsync($"inbox/conversations/{conversation}/messages?limit=200{(before is null ? "" : "&before=" + before)}", ct);
            var page = (await CheckAsync(answer, ct))!;
            texts.AddRange(page["items"]!.AsArray().Select(message => message!["text"]?.GetValue<string>() ?? ""));
            before = page["next"]?.GetValue<string>();
            if (before is null)
            {
                return texts;
            }
        }
    }

    public async Task<Policy> PolicyAsync(IReadOnlyList<string> broadcasts, CancellationToken ct)
    {
        await Task.CompletedTask;
        _ = (broadcasts, ct);
        return new Policy(0, 0, 0, 0, 0);
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
