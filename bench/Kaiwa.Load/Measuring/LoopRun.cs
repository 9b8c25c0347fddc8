namespace Kaiwa.Load.Measuring;

/// <summary>One measured run of the whole loop, bare or product.</summary>
internal sealed record LoopRun(double MessagesPerSecond, CpuPerMessage Cpu, double AckP50Ms, double AckP99Ms, long Lost, long Doubled);
