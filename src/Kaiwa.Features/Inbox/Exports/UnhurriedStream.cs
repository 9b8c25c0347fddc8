using System.Buffers;
using System.IO.Pipelines;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>
/// Takes a write that cannot wait into memory and sends it with the next one that can. The framework's archive ends each entry with a few bytes that it writes without waiting,
/// which a response refuses, and which would hold a thread while a slow reader reads.
/// </summary>
internal sealed class UnhurriedStream(Stream inner) : Stream
{
    private readonly PipeWriter pipe = PipeWriter.Create(inner, new StreamPipeWriterOptions(leaveOpen: true));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => pipe.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => pipe.Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await pipe.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Waits for the next write.
    }

    public override async Task FlushAsync(CancellationToken cancellationToken) => await pipe.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await pipe.CompleteAsync();
        await base.DisposeAsync();
    }
}
