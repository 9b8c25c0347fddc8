namespace Kaiwa.Load.Bare;

/// <summary>The bare loop's tables. One call of <see cref="Commit"/> is one durable transaction.</summary>
internal interface IBareStore : IDisposable
{
    void Create();

    void Seed(int count);

    /// <summary>Claims up to <paramref name="claim"/> jobs and stores answers and statuses, all in one commit.</summary>
    List<BareJob> Commit(int claim, List<BareAccepted> accepted, List<BareStatus> statuses);

    /// <summary>Messages whose id is stored and whose last status is "read".</summary>
    long CountFinished();
}
