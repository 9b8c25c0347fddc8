namespace Kaiwa.Load.Measuring;

/// <summary>Microseconds of CPU per message, all processes together and each alone.</summary>
internal sealed record CpuPerMessage(double Total, double Server, double Simulator, double Database)
{
    public static CpuPerMessage Of(CpuReading before, CpuReading after, long messages)
    {
        double Micros(double from, double to) => Math.Round((to - from) * 1e6 / Math.Max(1, messages), 1);
        var server = Micros(before.Server, after.Server);
        var simulator = Micros(before.Simulator, after.Simulator);
        var database = Micros(before.Database, after.Database);
        return new CpuPerMessage(Math.Round(server + simulator + database, 1), server, simulator, database);
    }

    /// <summary>The middle one by total: its parts belong together.</summary>
    public static CpuPerMessage Median(IEnumerable<CpuPerMessage> all)
    {
        var sorted = all.OrderBy(one => one.Total).ToList();
        return sorted[sorted.Count / 2];
    }
}
