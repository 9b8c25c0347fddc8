using System.Runtime.InteropServices;

namespace Kaiwa.Load.Measuring;

/// <summary>CPU seconds of the three parties at one moment.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CpuReading(double Server, double Simulator, double Database)
{
    public static CpuReading Of(int server, int simulator, int? postmaster) => new(CpuMeter.Seconds(server), CpuMeter.Seconds(simulator), CpuMeter.ClusterSeconds(postmaster));
}
