namespace Kaiwa.Simulator;

/// <summary>What goes wrong, and how often. Probabilities run from 0 to 1; times are milliseconds. The same seed and order of requests fail the same way.</summary>
public sealed record FaultPlan
{
    public int Seed { get; init; } = 1;

    /// <summary>Errors answered instead of accepting a send; the first that strikes wins.</summary>
    public IReadOnlyList<SendFault> Sends { get; init; } = [];

    /// <summary>Errors that arrive later, as a failed status.</summary>
    public IReadOnlyList<SendFault> Failures { get; init; } = [];

    /// <summary>Answers that take their time.</summary>
    public DelayFault? Slow { get; init; }

    /// <summary>The connection breaks after the message was accepted: the sender never learns its id.</summary>
    public double CutAfterAccept { get; init; }

    /// <summary>The connection breaks before the message was accepted.</summary>
    public double CutBeforeAccept { get; init; }

    /// <summary>The sent status is posted and acknowledged before the send itself is answered.</summary>
    public double StatusFirst { get; init; }

    /// <summary>Statuses that are never posted, for good.</summary>
    public double DropStatuses { get; init; }

    /// <summary>Messages whose every status is dropped for good.</summary>
    public double DropAllStatuses { get; init; }

    /// <summary>Webhooks that are posted more than once.</summary>
    public DuplicateFault? Duplicate { get; init; }

    /// <summary>Each webhook waits a random time up to this, so that they arrive out of order.</summary>
    public double ShuffleMs { get; init; }

    /// <summary>Webhooks that come late.</summary>
    public DelayFault? Delay { get; init; }

    /// <summary>Updates gathered into one webhook; 0 keeps the simulator's own setting.</summary>
    public int Batch { get; init; }

    /// <summary>Templates held for quality assessment.</summary>
    public HoldFault? Hold { get; init; }
}

/// <summary>An error for sends: with a probability, or for the next <see cref="Count"/> sends.</summary>
public sealed record SendFault
{
    public int Code { get; init; }

    /// <summary>The HTTP status; 0 is the error's documented one.</summary>
    public int Http { get; init; }
    public double Probability { get; init; } = 1;

    /// <summary>How many sends it strikes; 0 for no end.</summary>
    public int Count { get; init; }
}

public sealed record DelayFault
{
    public double Probability { get; init; } = 1;
    public double MinMs { get; init; }
    public double MaxMs { get; init; }
}

public sealed record DuplicateFault
{
    public double Probability { get; init; } = 1;

    /// <summary>How often each is posted in all.</summary>
    public int Times { get; init; } = 2;
}

/// <summary>Marketing sends answered with <c>held_for_quality_assessment</c>, released or dropped (132015) later.</summary>
public sealed record HoldFault
{
    public string? Template { get; init; }
    public double Probability { get; init; } = 1;
    public double ReleaseMs { get; init; } = 5000;
    public bool Drop { get; init; }
}
