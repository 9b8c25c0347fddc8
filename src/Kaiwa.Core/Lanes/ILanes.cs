namespace Kaiwa.Core.Lanes;

/// <summary>
/// "One at a time per key, somewhere." A lane carries keys, never payloads: the work is rows. No overlap per key; a ring during a run causes one more run.
/// A key is <c>kind:id</c>; the kind names the <see cref="ILaneWork"/> that runs.
/// </summary>
public interface ILanes
{
    /// <summary>Says "there is work" for the key, now or after a while. Never blocks and never throws.</summary>
    void Ring(string key, TimeSpan after = default);
}

/// <summary>What a ring of one kind runs. Correct even if it ran twice at once: the rows decide.</summary>
public interface ILaneWork
{
    string Kind { get; }

    Task RunAsync(string id, CancellationToken ct);
}
