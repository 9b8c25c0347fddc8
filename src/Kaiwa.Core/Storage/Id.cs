using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kaiwa.Core.Storage;

/// <summary>The id of one kind of row: a UUIDv7, ordered by time and monotonic within the process.</summary>
public readonly record struct Id<T>(Guid Value) : IComparable<Id<T>>
{
    public static Id<T> New(TimeProvider time) => new(MonotonicUuid.Next(time.GetUtcNow().ToUnixTimeMilliseconds()));

    public static Id<T> Parse(string text) => TryParse(text, null, out var id) ? id : throw new FormatException("An id is 32 hexadecimal digits, with or without dashes.");

    /// <summary>Makes the id usable as a route parameter of a minimal API.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out Id<T> id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new Id<T>(value);
        return parsed;
    }

    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    public int CompareTo(Id<T> other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("N");
}

/// <summary>Hands out UUIDv7 values that never go backwards in this process: millisecond, counter, random.</summary>
internal static class MonotonicUuid
{
    private const int CounterBits = 18;
    private static readonly Lock Gate = new();
    private static readonly byte[] RandomPool = new byte[4096];
    private static int poolAt = RandomPool.Length;
    private static long lastMillisecond;
    private static int counter;

    public static Guid Next(long unixMilliseconds)
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (Gate)
        {
            if (unixMilliseconds > lastMillisecond)
            {
                lastMillisecond = unixMilliseconds;
                counter = 0;
            }
            else if (++counter == 1 << CounterBits)
            {
                lastMillisecond++;
                counter = 0;
            }

            if (poolAt + 7 > RandomPool.Length)
            {
                RandomNumberGenerator.Fill(RandomPool);
                poolAt = 0;
            }

            RandomPool.AsSpan(poolAt, 7).CopyTo(bytes[9..]);
            poolAt += 7;
            BinaryPrimitives.WriteInt64BigEndian(bytes, lastMillisecond << 16);
            BinaryPrimitives.WriteInt16BigEndian(bytes[6..], (short)(0x7000 | (counter >> 6)));
            bytes[8] = (byte)(0x80 | (counter & 0x3f));
        }

        return new Guid(bytes, bigEndian: true);
    }
}
