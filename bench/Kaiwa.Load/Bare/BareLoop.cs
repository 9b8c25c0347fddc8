using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;

namespace Kaiwa.Load.Bare;

/// <summary>Runs the bare loop in processes of its own: a server, a stub of Meta and the engine.</summary>
internal sealed class BareLoop : IAsyncDisposable
{
    private readonly DatabaseEngine engine;
    private readonly ChildProcess server, meta;
    private readonly HttpClient serverClient, metaClient;
    private readonly string databaseName;

    private BareLoop(DatabaseEngine engine, ChildProcess server, ChildProcess meta, string serverUrl, string metaUrl, string databaseName)
    {
        (this.engine, this.server, this.meta, this.databaseName) = (engine, server, meta, databaseName);
        serverClient = new HttpClient { BaseAddress = new Uri(serverUrl) };
        metaClient = new HttpClient { BaseAddress = new Uri(metaUrl) };
    }

    public static async Task<BareLoop> StartAsync(DatabaseEngine engine, string workFolder)
    {
        var name = $"bare{Random.Shared.Next(1_000_000)}";
        var database = await engine.NewAsync(name);
        var metaProcess = ChildProcess.StartSelf(Path.Combine(workFolder, "bare-meta.log"), "bare-meta");
        var metaUrl = await metaProcess.ReadyAsync();
        var serverProcess = ChildProcess.StartSelf(Path.Combine(workFolder, "bare-server.log"), "bare-server", "--engine", engine.Name, "--database", database, "--meta", metaUrl);
        var serverUrl = await serverProcess.ReadyAsync();
        var loop = new BareLoop(engine, serverProcess, metaProcess, serverUrl, metaUrl, name);
        await loop.metaClient.GetStringAsync($"/target?url={Uri.EscapeDataString(serverUrl)}");
        return loop;
    }

    /// <summary>Queues the messages, lets them go, and measures until the last status is acknowledged.</summary>
    public async Task<LoopRun> RunAsync(int messages)
    {
        await metaClient.GetStringAsync("/reset");
        await serverClient.GetStringAsync($"/seed?count={messages.ToString(CultureInfo.InvariantCulture)}");
        var before = CpuReading.Of(server.Id, meta.Id, engine.Postmaster);
        var start = Stopwatch.GetTimestamp();
        await serverClient.GetStringAsync("/resume");
        BareMeta.Stats stats;
        do
        {
            await Task.Delay(100);
            if (server.HasExited || meta.HasExited)
            {
                throw new InvalidOperationException($"The bare loop broke: {server.Tail()} {meta.Tail()}");
            }

            stats = (await metaClient.GetFromJsonAsync<BareMeta.Stats>("/progress"))!;
        }
        while (stats.Acknowledged + stats.Refused < messages * 3L);

        var after = CpuReading.Of(server.Id, meta.Id, engine.Postmaster);
        stats = (await metaClient.GetFromJsonAsync<BareMeta.Stats>("/stats"))!;
        var finished = long.Parse(await serverClient.GetStringAsync("/finished"), CultureInfo.InvariantCulture);

        // Stopwatch is the machine's monotonic clock, the same in every process.
        var seconds = Stopwatch.GetElapsedTime(start, stats.LastAcknowledgedAt).TotalSeconds;
        return new LoopRun(messages / seconds, CpuPerMessage.Of(before, after, messages), stats.AckP50Ms, stats.AckP99Ms, messages - finished, stats.Doubled);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await meta.DisposeAsync();
        serverClient.Dispose();
        metaClient.Dispose();
        await engine.DropAsync(databaseName);
    }
}
