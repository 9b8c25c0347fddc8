using Kaiwa.Core.Web;

namespace Kaiwa.Console.Inbox;

/// <summary>A file that a reply will carry, from this computer or from a canned reply, and how far it has come.</summary>
/// <param name="name">As people call it.</param>
/// <param name="mime">What it is said to be.</param>
/// <param name="size">In bytes.</param>
/// <param name="id">What its message will be called, so that sending it again is the same message.</param>
/// <param name="open">Its bytes, from the beginning.</param>
internal sealed class OutgoingFile(string name, string mime, long size, Guid id, Func<CancellationToken, Task<Stream?>> open) : IDisposable
{
    private readonly CancellationTokenSource cancelled = new();

    public string Name => name;

    public string Mime => mime;

    public long Size => size;

    public Guid Id => id;

    /// <summary>Bytes that have left; null while it waits to be sent.</summary>
    public long? Sent { get; set; }

    public Problem? Problem { get; set; }

    /// <summary>A picture to show before it leaves; one from this computer is shown by the browser itself.</summary>
    public string? Picture { get; init; }

    public CancellationToken Cancelled => cancelled.Token;

    public Task<Stream?> OpenAsync() => open(cancelled.Token);

    public void Cancel() => cancelled.Cancel();

    public void Dispose() => cancelled.Dispose();
}
