using System.Diagnostics;

namespace Kaiwa.Core.Dispatch;

/// <summary>
/// Places where the process can be made to die as by <c>kill -9</c>, to prove that nothing is lost or doubled there.
/// Armed only by <c>KAIWA_CRASH_AT=name[:nth]</c> together with <c>--demo</c>.
/// </summary>
public static class CrashPoint
{
    public const string BeforeMarkSending = "before-mark-sending";
    public const string AfterMarkSending = "after-mark-sending";
    public const string AfterAnswer = "after-answer";
    public const string AfterRecord = "after-record";
    public const string BeforeIngestCommit = "before-ingest-commit";
    public const string AfterIngestCommit = "after-ingest-commit";
    public const string AfterFreezeBatch = "after-freeze-batch";
    public const string BeforeEnqueueCommit = "before-enqueue-commit";
    public const string AfterEnqueueCommit = "after-enqueue-commit";

    public static readonly IReadOnlyList<string> All =
    [
        BeforeMarkSending, AfterMarkSending, AfterAnswer, AfterRecord, BeforeIngestCommit, AfterIngestCommit, AfterFreezeBatch, BeforeEnqueueCommit, AfterEnqueueCommit,
    ];

    private static string? armed;
    private static int left;

    /// <summary>Called by the server under <c>--demo</c> alone.</summary>
    public static void Arm(string? specification)
    {
        if (string.IsNullOrEmpty(specification))
        {
            return;
        }

        var parts = specification.Split(':');
        if (!All.Contains(parts[0], StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"KAIWA_CRASH_AT names {parts[0]}, which is no crash point. There are: {string.Join(", ", All)}.");
        }

        left = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1;
        armed = parts[0];
    }

    public static void Hit(string name)
    {
        if (armed is not null && string.Equals(armed, name, StringComparison.Ordinal) && Interlocked.Decrement(ref left) == 0)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.CurrentThread.Join();
        }
    }
}
