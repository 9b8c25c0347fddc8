using System.Text;

namespace Kaiwa.Load.Fuzz;

/// <summary>Makes wrong bodies of right ones: broken bytes, wrong types, doubled and missing parts, deep nesting, endless numbers. The same seed makes the same bodies.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, int seed)
{
    private const int Longest = 256 * 1024;
    private static readonly byte[][] Values =
    [
        .. new[]
        {
            "null", "true", "-1", "0", "1e400", "99999999999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[[]]", "{\"a\":{}}", "\"wamid.\"", "\"k.\"", "\"ａ\"", "\"\\\"\"",
            "{\"type\":\"text\"}", "[null]", "1.5", "\"2026-13-45\"", "-0", "\"‮\"",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random random = new(seed);

    /// <summary>The next body, and the seed it came from.</summary>
    public (byte[] Body, int Seed) Next()
    {
        var from = random.Next(seeds.Count);
        var body = seeds[from];
        for (var times = 1 + random.Next(4); times > 0; times--)
        {
            body = Once(body);
        }

        return (body.Length > Longest ? body[..Longest] : body, from);
    }

    private byte[] Once(byte[] body) => body.Length == 0 ? seeds[random.Next(seeds.Count)] : random.Next(10) switch
    {
        0 => Flip(body),
        1 => body[..random.Next(body.Length)],
        2 => Replace(body, Slice(body), []),
        3 => Replace(body, random.Next(body.Length)..^0, Other()),
        4 => Doubled(body),
        5 => Nested(body),
        6 => Replace(body, Slice(body), Values[random.Next(Values.Length)]),
        _ => Replace(body, Value(body), Values[random.Next(Values.Length)]),
    };

    private byte[] Flip(byte[] body)
    {
        var copy = (byte[])body.Clone();
        for (var times = 1 + random.Next(3); times > 0; times--)
        {
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        }

        return copy;
    }

    private byte[] Other()
    {
        var other = seeds[random.Next(seeds.Count)];
        return other[random.Next(other.Length)..];
    }

    private byte[] Doubled(byte[] body)
    {
        var part = body[Slice(body)];
        var at = random.Next(body.Length);
        return Replace(body, at..at, part);
    }

    private byte[] Nested(byte[] body)
    {
        var depth = 1 << random.Next(1, 12);
        var open = random.Next(2) == 0 ? "["u8 : "{\"a\":"u8;
        var nest = new byte[open.Length * depth];
        for (var i = 0; i < depth; i++)
        {
            open.CopyTo(nest.AsSpan(i * open.Length));
        }

        return Replace(body, Value(body), nest);
    }

    private Range Slice(byte[] body)
    {
        var start = random.Next(body.Length);
        return start..Math.Min(body.Length, start + 1 + random.Next(40));
    }

    /// <summary>From after a colon to the next comma or bracket: mostly one value of JSON.</summary>
    private Range Value(byte[] body)
    {
        var colon = Array.IndexOf(body, (byte)':', random.Next(body.Length));
        if (colon < 0 || colon + 1 == body.Length)
        {
            return Slice(body);
        }

        var end = body.AsSpan(colon + 1).IndexOfAny(",}]"u8);
        return (colon + 1)..(end < 0 ? body.Length : colon + 1 + end);
    }

    private static byte[] Replace(byte[] body, Range range, ReadOnlySpan<byte> by)
    {
        var (start, length) = range.GetOffsetAndLength(body.Length);
        var result = new byte[body.Length - length + by.Length];
        body.AsSpan(0, start).CopyTo(result);
        by.CopyTo(result.AsSpan(start));
        body.AsSpan(start + length).CopyTo(result.AsSpan(start + by.Length));
        return result;
    }
}
