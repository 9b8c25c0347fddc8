using System.Buffers.Text;
using System.Text;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>
/// A reusable buffer in which one webhook is written as Meta's encoder would: <c>/</c> as <c>\/</c>, everything beyond ASCII as
/// lower-case <c>\uXXXX</c>. It leaves room in front for the request's head, so that head and body leave in one piece.
/// </summary>
internal sealed class WireBuffer
{
    /// <summary>Bytes kept free before the body.</summary>
    public const int HeadRoom = 768;

    private byte[] bytes = new byte[4096];
    private int end = HeadRoom;

    public ReadOnlySpan<byte> Body => bytes.AsSpan(HeadRoom, end - HeadRoom);

    public ReadOnlyMemory<byte> BodyMemory => bytes.AsMemory(HeadRoom, end - HeadRoom);

    public int Length => end - HeadRoom;

    public void Clear() => end = HeadRoom;

    public WireBuffer Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        end += json.Length;
        return this;
    }

    public WireBuffer Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        end += written;
        return this;
    }

    /// <summary>Text without its quotes.</summary>
    public WireBuffer Text(ReadOnlySpan<char> text)
    {
        var room = Room(text.Length * 6);
        var n = 0;
        foreach (var c in text)
        {
            n += Escape(c, room[n..]);
        }

        end += n;
        return this;
    }

    /// <summary>ASCII text without its quotes.</summary>
    public WireBuffer Text(ReadOnlySpan<byte> ascii)
    {
        var room = Room(ascii.Length * 6);
        var n = 0;
        foreach (var b in ascii)
        {
            n += Escape((char)b, room[n..]);
        }

        end += n;
        return this;
    }

    /// <summary>A piece of well-formed JSON in which only the strings need Meta's escapes.</summary>
    public WireBuffer Json(ReadOnlySpan<byte> json)
    {
        Span<char> pair = stackalloc char[2];
        var room = Room(json.Length * 6);
        var n = 0;
        while (!json.IsEmpty)
        {
            var b = json[0];
            if (b == '\\')
            {
                room[n++] = b;
                room[n++] = json[1];
                json = json[2..];
            }
            else if (b < ' ')
            {
                json = json[1..]; // a line break between members: inside strings there is none
            }
            else if (b < 0x80)
            {
                // Outside strings JSON has neither '/' nor '@' nor '<', so that escaping each byte is safe; quotes are structure here.
                n += b == '"' ? Copy(b, room[n..]) : Escape((char)b, room[n..]);
                json = json[1..];
            }
            else
            {
                Rune.DecodeFromUtf8(json, out var rune, out var used);
                foreach (var c in pair[..rune.EncodeToUtf16(pair)])
                {
                    n += Escape(c, room[n..]);
                }

                json = json[used..];
            }
        }

        end += n;
        return this;
    }

    /// <summary>Puts the head directly before the body and returns both.</summary>
    public ReadOnlyMemory<byte> WithHead(ReadOnlySpan<byte> head)
    {
        head.CopyTo(bytes.AsSpan(HeadRoom - head.Length));
        return bytes.AsMemory(HeadRoom - head.Length, head.Length + Length);
    }

    private static int Copy(byte value, Span<byte> target)
    {
        target[0] = value;
        return 1;
    }

    private static int Escape(char c, Span<byte> target)
    {
        if (c is >= ' ' and < (char)0x7F and not ('"' or '\\' or '/' or '<' or '@'))
        {
            target[0] = (byte)c;
            return 1;
        }

        var letter = c switch { '"' => '"', '\\' => '\\', '/' => '/', '\n' => 'n', '\r' => 'r', '\t' => 't', '\b' => 'b', '\f' => 'f', _ => '\0' };
        target[0] = (byte)'\\';
        if (letter != '\0')
        {
            target[1] = (byte)letter;
            return 2;
        }

        // Meta writes the upper-case form only for the ASCII it hides from HTML (< as \u003C).
        var digits = c < 0x80 ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        target[1] = (byte)'u';
        target[2] = digits[c >> 12];
        target[3] = digits[(c >> 8) & 15];
        target[4] = digits[(c >> 4) & 15];
        target[5] = digits[c & 15];
        return 6;
    }

    private Span<byte> Room(int size)
    {
        if (bytes.Length - end < size)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, end + size));
        }

        return bytes.AsSpan(end);
    }
}
