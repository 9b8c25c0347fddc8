using Kaiwa.Simulator.Groups;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Delivery;

/// <summary>One accepted message until nothing more can happen to it. Its row is the truth; this is the part still moving.</summary>
internal sealed class Delivery : IDue
{
    private int happened;
    private int settled;
    private int dirty;

    public required long Seq { get; init; }
    public required Courier Courier { get; init; }
    public required BusinessNumber Number { get; init; }
    public required ulong Phone { get; init; }
    public required MessageKind Kind { get; init; }
    public MessageCategory Category { get; init; }
    public long TemplateKey { get; init; }
    public DeliveryFlags Flags { get; init; }
    public string? Callback { get; init; }

    /// <summary>The group's message that this is a participant's share of.</summary>
    public GroupMessage? Group { get; init; }
    public long AcceptedAt { get; init; }

    /// <summary>Until when the free entry point lasts that the message belongs to; 0 outside one.</summary>
    public long FreeUntil { get; init; }

    public int TtlSeconds { get; init; } = 30 * 24 * 3600;

    public int Error { get; set; }
    public long SentAt { get; set; }
    public long DeliveredAt { get; set; }
    public long ReadAt { get; set; }
    public long EndedAt { get; set; }

    public Progress Happened
    {
        get => (Progress)Volatile.Read(ref happened);
        init => happened = (int)value;
    }

    /// <summary>Steps whose webhook was acknowledged, dropped on purpose or given up.</summary>
    public Progress Settled
    {
        get => (Progress)Volatile.Read(ref settled);
        init => settled = (int)value;
    }

    public bool Has(DeliveryFlags flag) => (Flags & flag) != DeliveryFlags.None;

    /// <summary>Records a step; false when it had happened before.</summary>
    public bool Happen(Progress step) => (Interlocked.Or(ref happened, (int)step) & (int)step) != (int)step;

    public void Settle(Progress step) => Interlocked.Or(ref settled, (int)step);

    /// <summary>True for the caller that must put this delivery on the list of rows to be written.</summary>
    public bool MarkDirty() => Interlocked.Exchange(ref dirty, 1) == 0;

    public void MarkClean() => Volatile.Write(ref dirty, 0);

    public long TimeOf(Progress step) => step switch
    {
        Progress.Sent => SentAt,
        Progress.Delivered => DeliveredAt,
        Progress.Read => ReadAt,
        _ => EndedAt,
    };

    void IDue.Fire(int tag) => Courier.Step(this, (Progress)tag);
}

/// <summary>What has happened to a message. The numbers are stored; never renumber them.</summary>
[Flags]
internal enum Progress
{
    None = 0,
    Sent = 1,
    Delivered = 2,
    Read = 4,
    Played = 8,
    Failed = 16,

    /// <summary>Nothing more will happen, though webhooks may still be owed.</summary>
    Done = 128,
}

/// <summary>How a message was accepted. The numbers are stored; never renumber them.</summary>
[Flags]
internal enum DeliveryFlags
{
    None = 0,
    InWindow = 1,
    CountsForPortfolio = 2,
    ToUserId = 4,
    NumberHidden = 8,
    Voice = 16,
    Held = 32,

    /// <summary>Free of charge: the person came from an advertisement or a page, and the business answered in time.</summary>
    FreeEntryPoint = 64,

    /// <summary>Of a message from a phone: it came from an advertisement or a page.</summary>
    Referred = 128,

    /// <summary>One participant's share of a message to a group.</summary>
    InGroup = 256,
}
