using System.Net;
using System.Net.Sockets;
using Kaiwa.Load.Processes;

namespace Kaiwa.Load.Product;

/// <summary>One `kaiwa` process and the credentials it wrote when it was ready.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private readonly ChildProcess process;

    private ProductProcess(ChildProcess process, Credentials credentials) => (this.process, Credentials) = (process, credentials);

    public Credentials Credentials { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    /// <summary>Starts it and waits until it is ready; null when it died before, as a crash point may want.</summary>
    public static async Task<ProductProcess?> TryStartAsync(string[] arguments, string credentialsFile, string logFile, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        if (!File.Exists(ProductSettings.Executable))
        {
            throw new FileNotFoundException($"There is no kaiwa at {ProductSettings.Executable}. Build it with `dotnet build -c Release src/Kaiwa.Server`, or name another one in KAIWA_EXE.");
        }

        File.Delete(credentialsFile);
        var child = ChildProcess.Start(ProductSettings.Executable, arguments, logFile, environment);
        var deadline = TimeProvider.System.GetTimestamp();
        while (!child.HasExited)
        {
            if (Credentials.TryRead(credentialsFile) is { } credentials)
            {
                return new ProductProcess(child, credentials);
            }

            if (TimeProvider.System.GetElapsedTime(deadline) > TimeSpan.FromSeconds(90))
            {
                await child.DisposeAsync();
                throw new TimeoutException($"`kaiwa {string.Join(' ', arguments)}` wrote no {credentialsFile} within 90 s. Its last words: {child.Tail()}");
            }

            await Task.Delay(20, ct);
        }

        LastWords = child.Tail();
        await child.DisposeAsync();
        return null;
    }

    /// <summary>What the last process that died before it was ready wrote.</summary>
    public static string LastWords { get; private set; } = "";

    public static async Task<ProductProcess> StartAsync(string[] arguments, string credentialsFile, string logFile, IReadOnlyDictionary<string, string> environment, CancellationToken ct) =>
        await TryStartAsync(arguments, credentialsFile, logFile, environment, ct)
        ?? throw new InvalidOperationException($"`kaiwa {string.Join(' ', arguments)}` ended before it was ready: {LastWords}");

    public Task KillAsync() => process.KillAsync();

    public Task StopAsync() => process.StopAsync();

    public Task<int> WaitForExitAsync(CancellationToken ct) => process.WaitForExitAsync(ct);

    public string Tail() => process.Tail();

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
