using System.Runtime.InteropServices;

namespace Kaiwa.Load.Bare;

/// <summary>A status to be stored: 1 sent, 2 delivered, 3 read.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BareStatus(long MessageId, short Kind);
