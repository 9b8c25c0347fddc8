using System.Globalization;

namespace Kaiwa.Load.Measuring;

/// <summary>CPU time of processes as the kernel counts it (/proc/PID/stat), in seconds.</summary>
internal static class CpuMeter
{
    // USER_HZ is 100 on every Linux that .NET supports.
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of one process, without its children.</summary>
    public static double Seconds(int pid) => TryRead(pid, out var stat) ? stat.Own : 0;

    /// <summary>A PostgreSQL cluster: the postmaster, the children it has reaped and those alive.</summary>
    public static double ClusterSeconds(int? postmaster)
    {
        if (postmaster is not { } root || !TryRead(root, out var stat))
        {
            return 0;
        }

        var sum = stat.Own + stat.Reaped;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && TryRead(pid, out var child) && child.Parent == root)
            {
                sum += child.Own + child.Reaped;
            }
        }

        return sum;
    }

    /// <summary>Resident size in MiB (VmRSS).</summary>
    public static double ResidentMiB(int pid)
    {
        foreach (var line in File.ReadLines($"/proc/{pid}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) / 1024.0;
            }
        }

        return 0;
    }

    private static bool TryRead(int pid, out (int Parent, double Own, double Reaped) stat)
    {
        stat = default;
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");

            // The name in parentheses may hold spaces: count the fields after it.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double Ticks(int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture) / TicksPerSecond;
            stat = (int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(14) + Ticks(15), Ticks(16) + Ticks(17));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
