using System.Buffers.Binary;
using System.Text;

namespace Kaiwa.Load.Circuits;

/// <summary>The little of MessagePack that Blazor's hub protocol uses, each message with its length before it.</summary>
internal static class BlazorPack
{
    /// <summary>A call of the server: <c>[1, {}, id, target, [arguments]]</c>. Arguments are strings, numbers, booleans and nulls.</summary>
    public static byte[] Invocation(string? id, string target, params object?[] arguments)
    {
        var body = new MemoryStream();
        body.Write([0x95, 1, 0x80]);
        Write(body, id);
        Write(body, target);
        body.WriteByte((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Write(body, argument);
        }

        return Framed(body.ToArray());
    }

    public static byte[] Ping() => Framed([0x91, 6]);

    /// <summary>Cuts the first whole message off; null while more bytes are needed.</summary>
    public static ReadOnlyMemory<byte>? Next(ref ReadOnlyMemory<byte> bytes)
    {
        var (length, at) = (0, 0);
        for (var shift = 0; ; shift += 7)
        {
            if (at >= bytes.Length)
            {
                return null;
            }

            var part = bytes.Span[at++];
            length |= (part & 0x7f) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        if (bytes.Length - at < length)
        {
            return null;
        }

        var message = bytes.Slice(at, length);
        bytes = bytes[(at + length)..];
        return message;
    }

    /// <summary>Arrays as <c>object?[]</c>, bytes as memory, numbers as <c>long</c>; maps are skipped.</summary>
    public static object? Read(ReadOnlyMemory<byte> bytes, ref int at)
    {
        var kind = bytes.Span[at++];
        switch (kind)
        {
            case <= 0x7f:
                return (long)kind;
            case <= 0x8f:
                return Skip(bytes, ref at, (kind & 0x0f) * 2);
            case <= 0x9f:
                return Array(bytes, ref at, kind & 0x0f);
            case <= 0xbf:
                return Text(bytes, ref at, kind & 0x1f);
            case >= 0xe0:
                return (long)(sbyte)kind;
            case 0xc0:
                return null;
            case 0xc2 or 0xc3:
                return kind == 0xc3;
            case 0xc4 or 0xc5 or 0xc6:
                var size = Number(bytes, ref at, 1 << (kind - 0xc4));
                at += size;
                return bytes.Slice(at - size, size);
            case 0xcc or 0xcd or 0xce or 0xcf:
                return Long(bytes, ref at, 1 << (kind - 0xcc));
            case 0xd0 or 0xd1 or 0xd2 or 0xd3:
                return Long(bytes, ref at, 1 << (kind - 0xd0));
            case 0xd9 or 0xda or 0xdb:
                return Text(bytes, ref at, Number(bytes, ref at, 1 << (kind - 0xd9)));
            case 0xdc or 0xdd:
                return Array(bytes, ref at, Number(bytes, ref at, kind == 0xdc ? 2 : 4));
            default:
                throw new InvalidDataException($"MessagePack of the kind {kind:x2} is not expected from Blazor.");
        }
    }

    private static object?[] Array(ReadOnlyMemory<byte> bytes, ref int at, int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Read(bytes, ref at);
        }

        return items;
    }

    private static object? Skip(ReadOnlyMemory<byte> bytes, ref int at, int count)
    {
        Array(bytes, ref at, count);
        return null;
    }

    private static string Text(ReadOnlyMemory<byte> bytes, ref int at, int length)
    {
        at += length;
        return Encoding.UTF8.GetString(bytes.Span.Slice(at - length, length));
    }

    private static int Number(ReadOnlyMemory<byte> bytes, ref int at, int size) => (int)Long(bytes, ref at, size);

    private static long Long(ReadOnlyMemory<byte> bytes, ref int at, int size)
    {
        long value = 0;
        for (var i = 0; i < size; i++)
        {
            value = (value << 8) | bytes.Span[at++];
        }

        return value;
    }

    private static void Write(MemoryStream body, object? value)
    {
        Span<byte> wide = stackalloc byte[9];
        switch (value)
        {
            case null:
                body.WriteByte(0xc0);
                break;
            case bool flag:
                body.WriteByte(flag ? (byte)0xc3 : (byte)0xc2);
                break;
            case long number:
                wide[0] = 0xd3;
                BinaryPrimitives.WriteInt64BigEndian(wide[1..], number);
                body.Write(wide);
                break;
            default:
                var text = Encoding.UTF8.GetBytes((string)value);
                wide[0] = 0xdb;
                BinaryPrimitives.WriteInt32BigEndian(wide[1..], text.Length);
                body.Write(wide[..5]);
                body.Write(text);
                break;
        }
    }

    private static byte[] Framed(byte[] body)
    {
        var frame = new List<byte>(body.Length + 5);
        for (var left = body.Length; ; left >>= 7)
        {
            frame.Add((byte)(left > 0x7f ? 0x80 | (left & 0x7f) : left));
            if (left <= 0x7f)
            {
                break;
            }
        }

        frame.AddRange(body);
        return [.. frame];
    }
}
