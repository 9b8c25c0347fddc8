using System.Runtime.InteropServices;

namespace Kaiwa.Load.Bare;

/// <summary>A claimed message to send.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BareJob(long MessageId, long Phone);
