using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kaiwa.EndToEnd;

/// <summary>One real server as a process of its own, with its data in a folder of its own; both end with it.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly List<string> output = [];
    private readonly Process process;

    /// <summary>Starts <c>kaiwa serve</c>; <c>{folder}</c> in an argument is the server's folder.</summary>
    public RunningServer(params string[] arguments)
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = [Program(), "serve", "--urls", Url, "--data", Path.Combine(Folder, "data"), .. arguments.Select(argument => argument.Replace("{folder}", Folder, StringComparison.Ordinal))];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        // The programs of the journeys are on this machine.
        start.Environment["Kaiwa__Relay__AllowPrivateAddresses"] = "true";
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("kaiwa-e2e-").FullName;

    public string Url { get; }

    private string Said
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', output);
            }
        }
    }

    /// <summary>What <paramref name="look"/> finds in the server's own words, when it finds it.</summary>
    public async Task<T> WhenAsync<T>(Func<string, T?> look)
        where T : class
    {
        var patience = Stopwatch.StartNew();
        T? found;
        while ((found = look(Said)) is null)
        {
            if (process.HasExited || patience.Elapsed > Patience)
            {
                throw new InvalidOperationException($"The server did not become ready in {patience.Elapsed.TotalSeconds:0} s. It said:\n{Said}");
            }

            await Task.Delay(100);
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.Add(line ?? "");
        }
    }

    // The server is built into the folder beside ours, in the same configuration.
    private static string Program()
    {
        var ours = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(ours.Parent!.Parent!.FullName, "Kaiwa.Server", ours.Name, "kaiwa.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"{program} is not there. Build the solution, then run the journeys.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
