namespace Kaiwa.Features.Inbox;

/// <summary>Which part of a thread: its end, what lies before or after a message's <see cref="ThreadMessage.Position"/>, a message with what is around it, or all from a moment on.</summary>
public sealed record ThreadPlace
{
    /// <summary>The latest messages.</summary>
    public static readonly ThreadPlace Latest = new(ThreadSide.Before, long.MaxValue, long.MaxValue);

    private ThreadPlace(ThreadSide side, long at, long seq) => (Side, At, Seq) = (side, at, seq);

    internal ThreadSide Side { get; }

    internal long At { get; }

    internal long Seq { get; }

    public static ThreadPlace Before(string position) => Of(ThreadSide.Before, position);

    public static ThreadPlace After(string position) => Of(ThreadSide.After, position);

    public static ThreadPlace Around(string position) => Of(ThreadSide.Around, position);

    public static ThreadPlace From(DateTimeOffset at) => new(ThreadSide.After, at.ToUnixTimeMilliseconds() - 1, long.MaxValue);

    /// <summary>What lies before the message of an <see cref="Around"/>, and that message with what follows.</summary>
    internal (ThreadPlace Before, ThreadPlace From) Halves() => (new(ThreadSide.Before, At, Seq), new(ThreadSide.After, At, Seq - 1));

    // What is not a position of ours is the end.
    private static ThreadPlace Of(ThreadSide side, string position) =>
        Cursor.ReadSeq(position) is var (at, seq) && at == long.MaxValue ? Latest : new ThreadPlace(side, at, seq);
}

internal enum ThreadSide
{
    Before,
    After,
    Around,
}
