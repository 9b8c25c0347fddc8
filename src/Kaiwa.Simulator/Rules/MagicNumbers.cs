namespace Kaiwa.Simulator.Rules;

/// <summary>
/// Numbers that always behave in one documented way, as payment sandboxes have test cards: +1 555 010 26xx.
/// </summary>
internal static class MagicNumbers
{
    private const ulong First = 1_555_010_2600;

    /// <summary>The behaviour of a number, or null for an ordinary one.</summary>
    public static Magic? Find(ulong phone) => phone - First < 100 && All.TryGetValue((int)(phone - First), out var magic) ? magic : null;

    public static IReadOnlyDictionary<int, Magic> All { get; } = new Dictionary<int, Magic>
    {
        [1] = new("Not on WhatsApp") { FailsWith = 131026 },
        [2] = new("Marketing cap of the person") { FailsWith = 131049 },
        [3] = new("Stopped marketing from this business") { FailsWith = 131050 },
        [4] = new("Media could not be uploaded") { FailsWith = 131053 },
        [5] = new("Part of an experiment") { FailsWith = 130472 },
        [6] = new("Window closed, whatever was written") { FailsWith = 131047 },
        [7] = new("Spam rate limit") { FailsWith = 131048 },
        [8] = new("Payment issue of the business") { FailsWith = 131042 },
        [9] = new("Unknown failure later") { FailsWith = 131000 },
        [10] = new("Accepted, then silence: no status at all") { Silent = true, NeverDelivered = true },
        [11] = new("Sent, never delivered") { NeverDelivered = true },
        [12] = new("Read without a delivered status") { SkipsDeliveredStatus = true },
        [13] = new("Delivered, never read") { NeverRead = true },
        [14] = new("Statuses arrive in reverse order") { Reversed = true },
        [15] = new("Every status arrives three times") { Copies = 3 },
        [16] = new("Delivered and shown, yet no status is ever posted") { Silent = true },
        [17] = new("Sent, then failed") { FailsWith = 131026, FailsAfterSent = true },
        [20] = new("Answer 500, 131000") { RefusesWith = 131000 },
        [21] = new("Answer 503, 2") { RefusesWith = 2 },
        [22] = new("Answer 500, 131016") { RefusesWith = 131016 },
        [23] = new("Answer 130429, throughput") { RefusesWith = 130429 },
        [24] = new("Answer 131056, pair rate") { RefusesWith = 131056 },
        [25] = new("Answer 131031, account locked") { RefusesWith = 131031 },
        [26] = new("Answer 131021, recipient is sender") { RefusesWith = 131021 },
        [27] = new("Answer 80007, account rate limit") { RefusesWith = 80007 },
        [28] = new("Answer after 5 seconds") { AnswersAfterMs = 5000 },
        [29] = new("Accepted, then the connection breaks") { CutsAfterAccept = true },
        [30] = new("The connection breaks before accepting") { CutsBeforeAccept = true },
        [31] = new("The sent status is acknowledged before the answer") { StatusFirst = true },
        [32] = new("Held for quality assessment, released after 5 seconds") { Held = true },
    };
}

/// <summary>What is peculiar about a magic number.</summary>
internal sealed record Magic(string Meaning)
{
    public int FailsWith { get; init; }
    public bool FailsAfterSent { get; init; }
    public int RefusesWith { get; init; }
    public bool Silent { get; init; }
    public bool NeverDelivered { get; init; }
    public bool NeverRead { get; init; }
    public bool SkipsDeliveredStatus { get; init; }
    public bool Reversed { get; init; }
    public int Copies { get; init; } = 1;
    public int AnswersAfterMs { get; init; }
    public bool CutsAfterAccept { get; init; }
    public bool CutsBeforeAccept { get; init; }
    public bool StatusFirst { get; init; }
    public bool Held { get; init; }
}
