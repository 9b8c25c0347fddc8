using System.Diagnostics;
using System.Globalization;

namespace Kaiwa.Load.Measuring;

/// <summary>What a figure was measured on: without it a figure says nothing.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown CPU";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} x {model}, {memory} GiB, .NET {Environment.Version}, load {LoadAverage()}");
    }

    public static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty", "--abbrev=10"]) { UseShellExecute = false, WorkingDirectory = Processes.Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true });
        var commit = git!.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return commit.Length == 0 ? "unknown" : commit;
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
