using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Kaiwa.Load.Processes;

/// <summary>A process of ours: its output goes to a file, and it never outlives the benchmark.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, ChildProcess> Living = [];
    private readonly Process process;
    private readonly StreamWriter log;
    private readonly StringBuilder tail = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ChildProcess()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();
        Console.CancelKeyPress += (_, _) => KillAll();
    }

    private ChildProcess(Process process, string logFile)
    {
        this.process = process;
        log = new StreamWriter(logFile, append: true) { AutoFlush = true };
        LogFile = logFile;
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public string LogFile { get; }

    /// <summary>The rest of the line that begins with "ready ", for our own processes.</summary>
    public Task<string> ReadyAsync() => ready.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public static ChildProcess Start(string file, IEnumerable<string> arguments, string logFile, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(logFile)! };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, logFile);
        child.process.OutputDataReceived += (_, line) => child.Write(line.Data);
        child.process.ErrorDataReceived += (_, line) => child.Write(line.Data);
        child.process.Exited += (_, _) => child.ready.TrySetException(new InvalidOperationException($"{Path.GetFileName(file)} ended before it was ready: {child.Tail()}"));
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        Living[child.Id] = child;
        return child;
    }

    /// <summary>Starts this very program again with a hidden command.</summary>
    public static ChildProcess StartSelf(string logFile, params string[] arguments)
    {
        var self = Environment.ProcessPath!;
        return string.Equals(Path.GetFileNameWithoutExtension(self), "dotnet", StringComparison.Ordinal)
            ? Start(self, [Environment.GetCommandLineArgs()[0], .. arguments], logFile)
            : Start(self, arguments, logFile);
    }

    /// <summary>SIGKILL: the process learns nothing of it.</summary>
    public async Task KillAsync()
    {
        Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, then SIGKILL for one that does not listen.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        await process.WaitForExitAsync();
    }

    public async Task<int> WaitForExitAsync(CancellationToken ct)
    {
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    public string Tail()
    {
        lock (tail)
        {
            return tail.ToString().Trim();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Living.TryRemove(Id, out _);
        process.Dispose();
        await log.DisposeAsync();
    }

    private static void KillAll()
    {
        foreach (var child in Living.Values)
        {
            child.Kill();
        }
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Already gone.
        }
    }

    private void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (tail)
        {
            log.WriteLine(line);
            tail.AppendLine(line);
            if (tail.Length > 4000)
            {
                tail.Remove(0, tail.Length - 2000);
            }
        }

        if (line.StartsWith("ready ", StringComparison.Ordinal))
        {
            ready.TrySetResult(line[6..]);
        }
    }
}
