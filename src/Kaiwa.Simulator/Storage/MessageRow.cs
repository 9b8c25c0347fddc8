using System.Threading.Tasks.Sources;

namespace Kaiwa.Simulator.Storage;

/// <summary>A row to be inserted, and the wait for its commit. Pooled: at thousands a second each one is used again.</summary>
internal sealed class MessageRow : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> committed = new() { RunContinuationsAsynchronously = true };

    public long Seq { get; set; }
    public bool Inbound { get; set; }
    public long Number { get; set; }
    public ulong Phone { get; set; }
    public int Flags { get; set; }
    public MessageKind Kind { get; set; }
    public long Template { get; set; }
    public int Category { get; set; }
    public long Hash { get; set; }
    public long At { get; set; }
    public int Error { get; set; }
    public ReadOnlyMemory<byte> Body { get; set; }
    public string? Callback { get; set; }
    public string? Context { get; set; }

    public ValueTask WaitAsync() => new(this, committed.Version);

    public void Complete() => committed.SetResult(true);

    public void Fail(Exception why) => committed.SetException(why);

    public void Reset()
    {
        committed.Reset();
        Body = default;
        Callback = null;
        Context = null;
        Flags = 0;
        Template = 0;
        Category = 0;
        Error = 0;
    }

    void IValueTaskSource.GetResult(short token) => committed.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => committed.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        committed.OnCompleted(continuation, state, token, flags);
}
