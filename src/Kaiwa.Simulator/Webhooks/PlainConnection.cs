using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>
/// One kept-open HTTP/1.1 connection to a plain-http webhook. Three webhooks follow every message, so this path is written by hand:
/// one send and one receive per webhook, at about half the processor time of the general client (which serves https).
/// </summary>
internal sealed class PlainConnection : IDisposable
{
    private readonly byte[] answer = new byte[4096];
    private Socket? socket;
    private Uri? connectedTo;

    public WireBuffer Wire { get; } = new();

    /// <summary>Environment ticks at which the exchange under way began; 0 while idle.</summary>
    public long BusySince { get; private set; }

    /// <summary>Posts the buffer's body and returns the HTTP status, or 0 when no answer came.</summary>
    public async ValueTask<int> PostAsync(Uri target, string signature)
    {
        BusySince = Environment.TickCount64;
        try
        {
            if (socket is null || connectedTo != target)
            {
                await ConnectAsync(target);
            }

            var request = Wire.WithHead(Head(target, signature));
            while (request.Length > 0)
            {
                request = request[await socket!.SendAsync(request, SocketFlags.None)..];
            }

            return await ReceiveAsync();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or InvalidDataException)
        {
            Dispose();
            return 0;
        }
        finally
        {
            BusySince = 0;
        }
    }

    /// <summary>Ends the exchange under way from another thread; it finds its connection closed, and not gone.</summary>
    public void Abort() => socket?.Dispose();

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }

    private async ValueTask ConnectAsync(Uri target)
    {
        Dispose();
        var fresh = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket = fresh;
        connectedTo = target;
        EndPoint peer = IPAddress.TryParse(target.Host, out var address) ? new IPEndPoint(address, target.Port)
            : target.IsLoopback ? new IPEndPoint(IPAddress.Loopback, target.Port)
            : new DnsEndPoint(target.Host, target.Port);
        await fresh.ConnectAsync(peer);
    }

    private byte[] head = [];
    private Uri? headFor;
    private int headFixed;

    private ReadOnlySpan<byte> Head(Uri target, string signature)
    {
        if (headFor != target)
        {
            var text = $"POST {target.PathAndQuery} HTTP/1.1\r\nHost: {target.Authority}\r\nUser-Agent: facebookexternalua\r\nContent-Type: application/json\r\nX-Hub-Signature-256: ";
            if (text.Length > WireBuffer.HeadRoom - 128)
            {
                throw new InvalidDataException("The webhook URL is too long.");
            }

            head = new byte[WireBuffer.HeadRoom];
            headFixed = Encoding.ASCII.GetBytes(text, head);
            headFor = target;
        }

        var n = headFixed;
        n += Encoding.ASCII.GetBytes(signature, head.AsSpan(n));
        "\r\nContent-Length: "u8.CopyTo(head.AsSpan(n));
        n += 18;
        System.Buffers.Text.Utf8Formatter.TryFormat(Wire.Length, head.AsSpan(n), out var written);
        n += written;
        "\r\n\r\n"u8.CopyTo(head.AsSpan(n));
        return head.AsSpan(0, n + 4);
    }

    private async ValueTask<int> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var got = await socket!.ReceiveAsync(answer.AsMemory(length), SocketFlags.None);
            if (got == 0)
            {
                Dispose();
                return 0;
            }

            length += got;
            if (TryRead(answer.AsSpan(0, length), out var status, out var keep))
            {
                if (!keep)
                {
                    Dispose();
                }

                return status;
            }

            if (length == answer.Length)
            {
                // A long answer: its status is known, its body is nobody's concern, and the connection is not worth draining.
                status = StatusOf(answer);
                Dispose();
                return status;
            }
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out int status, out bool keep)
    {
        status = 0;
        keep = false;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        status = StatusOf(bytes);
        var headers = bytes[..(end + 2)];
        var body = bytes[(end + 4)..];
        if (Header(headers, "content-length:"u8) is { IsEmpty: false } declared)
        {
            if (!System.Buffers.Text.Utf8Parser.TryParse(declared, out int expected, out _))
            {
                return true;
            }

            keep = Header(headers, "connection:"u8).IndexOf("close"u8) < 0;
            return body.Length >= expected;
        }

        if (Header(headers, "transfer-encoding:"u8).IndexOf("chunked"u8) >= 0)
        {
            keep = true;
            return body.EndsWith("0\r\n\r\n"u8);
        }

        keep = status is 204 or 304;
        return true;
    }

    private static int StatusOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 12 && bytes.StartsWith("HTTP/1."u8) && System.Buffers.Text.Utf8Parser.TryParse(bytes.Slice(9, 3), out int status, out _) ? status : 0;

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> lowerName)
    {
        while (!headers.IsEmpty)
        {
            var end = headers.IndexOf("\r\n"u8);
            var line = end < 0 ? headers : headers[..end];
            if (line.Length > lowerName.Length && Ascii.EqualsIgnoreCase(line[..lowerName.Length], lowerName))
            {
                return line[lowerName.Length..].Trim((byte)' ');
            }

            headers = end < 0 ? default : headers[(end + 2)..];
        }

        return default;
    }
}
