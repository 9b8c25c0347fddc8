using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Kaiwa.Load.Circuits;

/// <summary>One open screen without a browser: speaks Blazor's protocol, says that each batch was drawn, and answers what is asked of the browser with nothing.</summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private readonly ClientWebSocket socket = new();
    private readonly Channel<byte[]> outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource end = new();
    private readonly Action<ReadOnlyMemory<byte>> onBatch;
    private readonly TaskCompletionSource drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task running = Task.CompletedTask;
    private int objects;

    private Circuit(Action<ReadOnlyMemory<byte>> onBatch) => this.onBatch = onBatch;

    public long Batches { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>What ended it; null while it lives.</summary>
    public string? Problem { get; private set; }

    /// <param name="http">Signed in: its cookie opens the page.</param>
    /// <param name="cookie">The same cookie.</param>
    /// <param name="page">The address of the page.</param>
    /// <param name="onBatch">Gets the bytes of every render batch.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<Circuit> OpenAsync(HttpClient http, string cookie, Uri page, Action<ReadOnlyMemory<byte>> onBatch, CancellationToken ct)
    {
        var html = await http.GetStringAsync(page, ct);
        var markers = Marker().Matches(html).Select(match => JsonNode.Parse(match.Groups["marker"].Value)!.AsObject()).Where(marker => marker.ContainsKey("descriptor")).ToList();
        var state = State().Match(html) is { Success: true } kept ? kept.Groups["state"].Value : "";
        using var negotiated = await http.PostAsync(new Uri(page, "/_blazor/negotiate?negotiateVersion=1"), null, ct);
        negotiated.EnsureSuccessStatusCode();
        var token = JsonNode.Parse(await negotiated.Content.ReadAsStringAsync(ct))!["connectionToken"]!.GetValue<string>();
        var circuit = new Circuit(onBatch);
        circuit.socket.Options.SetRequestHeader("Cookie", cookie);
        await circuit.socket.ConnectAsync(new UriBuilder(new Uri(page, "/_blazor?id=" + token)) { Scheme = "ws" }.Uri, ct);
        await circuit.socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, ct);
        circuit.running = Task.WhenAll(circuit.SendAsync(), circuit.ReceiveAsync(), circuit.PingAsync());
        circuit.Call("0", "StartCircuit", new Uri(page, "/").ToString(), page.ToString(), "[]", state);
        var operations = markers.Select((marker, at) => new JsonObject { ["type"] = "add", ["ssrComponentId"] = at + 1, ["marker"] = marker }).ToArray<JsonNode?>();
        circuit.Call(null, "UpdateRootComponents", new JsonObject { ["batchId"] = 1, ["operations"] = new JsonArray(operations) }.ToJsonString(), state);
        await circuit.drawn.Task.WaitAsync(TimeSpan.FromSeconds(30), ct);
        return circuit;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        socket.Abort();
        try
        {
            await running;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or InvalidOperationException)
        {
            // It was ended.
        }

        socket.Dispose();
        end.Dispose();
    }

    private void Call(string? id, string target, params object?[] arguments) => outgoing.Writer.TryWrite(BlazorPack.Invocation(id, target, arguments));

    private async Task SendAsync()
    {
        await foreach (var message in outgoing.Reader.ReadAllAsync(end.Token))
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, true, end.Token);
        }
    }

    private async Task PingAsync()
    {
        while (true)
        {
            await Task.Delay(PingEvery, end.Token);
            outgoing.Writer.TryWrite(BlazorPack.Ping());
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var held = new MemoryStream();
        var greeted = false;
        while (!end.IsCancellationRequested)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), end.Token);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                Problem ??= "the server closed the connection";
                return;
            }

            held.Write(buffer, 0, got.Count);
            var bytes = (ReadOnlyMemory<byte>)held.GetBuffer().AsMemory(0, (int)held.Length);
            if (!greeted && bytes.Span.IndexOf((byte)0x1e) is var ends and >= 0)
            {
                greeted = true;
                bytes = bytes[(ends + 1)..];
            }

            while (greeted && BlazorPack.Next(ref bytes) is { } message)
            {
                Take(message);
            }

            var rest = greeted ? bytes.ToArray() : held.ToArray();
            held.SetLength(0);
            held.Write(rest);
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        if (BlazorPack.Read(message, ref at) is not object?[] { Length: > 0 } parts)
        {
            return;
        }

        switch (parts)
        {
            case [1L, _, _, "JS.RenderBatch", object?[] { Length: >= 2 } batch, ..]:
                var drawing = (ReadOnlyMemory<byte>)batch[1]!;
                (Batches, Bytes) = (Batches + 1, Bytes + drawing.Length);
                onBatch(drawing);
                Call(null, "OnRenderCompleted", (long)batch[0]!, null);
                break;
            case [1L, _, _, "JS.EndUpdateRootComponents", ..]:
                drawn.TrySetResult();
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object?[] call, ..]:
                Answer(call);
                break;
            case [1L, _, _, "JS.Error", object?[] said, ..]:
                Problem = said is [string words, ..] ? words : "the circuit failed";
                drawn.TrySetException(new InvalidOperationException(Problem));
                break;
            case [3L, _, _, 1L, string error, ..]:
                Problem = error;
                drawn.TrySetException(new InvalidOperationException(error));
                break;
        }
    }

    // [handle, name, arguments, kind of result, …]: an object is a new one, a question is answered with no.
    private void Answer(object?[] call)
    {
        if (call is not [long handle, string name, _, long kind, ..] || handle == 0)
        {
            return;
        }

        var result = kind switch
        {
            1 => string.Create(CultureInfo.InvariantCulture, $"{{\"__jsObjectId\":{++objects}}}"),
            0 when name.StartsWith("is", StringComparison.Ordinal) => "false",
            _ => "null",
        };
        Call(null, "EndInvokeJSFromDotNet", handle, true, string.Create(CultureInfo.InvariantCulture, $"[{handle},true,{result}]"));
    }

    [GeneratedRegex("<!--Blazor:(?<marker>\\{.*?\\})-->", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex State();
}
