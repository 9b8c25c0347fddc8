using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Kaiwa.Load.Crash;

/// <summary>
/// A sender as it is often written: a list, a file with the position reached, a retry when no answer comes.
/// It exists to show that the judge notices: killed, it writes to some people twice and to others never.
/// </summary>
internal static class NaiveSender
{
    private const int SavedEvery = 20;
    private static readonly Lock Gate = new();

    public static async Task<int> RunAsync(string graphBaseUrl, string token, string phoneNumberId, string recipientsFile, string positionFile)
    {
        var recipients = await File.ReadAllLinesAsync(recipientsFile);
        var position = File.Exists(positionFile) && int.TryParse(await File.ReadAllTextAsync(positionFile), NumberStyles.None, CultureInfo.InvariantCulture, out var saved) ? saved : 0;
        using var http = new HttpClient { BaseAddress = new Uri(graphBaseUrl), Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var queue = Channel.CreateUnbounded<string>();
        for (var index = position; index < recipients.Length; index++)
        {
            queue.Writer.TryWrite(recipients[index]);
        }

        queue.Writer.Complete();
        var workers = Enumerable.Range(0, 8).Select(async _ =>
        {
            await foreach (var to in queue.Reader.ReadAllAsync())
            {
                // Taken from the queue counts as done: saved now and then, before the answer is there.
                var reached = Interlocked.Increment(ref position);
                if (reached % SavedEvery == 0)
                {
                    Save(positionFile, reached);
                }

                while (!await TrySendAsync(http, phoneNumberId, to))
                {
                    await Task.Delay(50);
                }
            }
        });
        await Task.WhenAll(workers);
        Save(positionFile, recipients.Length);
        return 0;
    }

    private static void Save(string file, int position)
    {
        lock (Gate)
        {
            File.WriteAllText(file, position.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static async Task<bool> TrySendAsync(HttpClient http, string phoneNumberId, string to)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync($"v23.0/{phoneNumberId}/messages", new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["to"] = to,
                ["type"] = "template",
                ["template"] = new JsonObject { ["name"] = "hello_world", ["language"] = new JsonObject { ["code"] = "en_US" } },
            });
            return answer.IsSuccessStatusCode;
        }
        catch (Exception cause) when (cause is HttpRequestException or SocketException or TaskCanceledException)
        {
            // No answer: surely it was not sent.
            return false;
        }
    }
}
