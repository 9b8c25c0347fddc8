using System.Text.Json;

namespace Kaiwa.Simulator.Api.Json;

/// <summary>A 64-bit hash of what a message says: equal for equal content however its JSON is spaced or escaped.</summary>
internal static class ContentHash
{
    private const ulong Prime = 0x100000001B3;

    public static long Of(MessageKind kind, ReadOnlySpan<byte> content)
    {
        var hash = Step(0xCBF29CE484222325, (byte)kind);
        var reader = new Utf8JsonReader(content);
        while (reader.Read())
        {
            hash = Step(hash, (byte)reader.TokenType);
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String or JsonTokenType.Number))
            {
                continue;
            }

            var value = reader.ValueSpan;
            if (reader.ValueIsEscaped)
            {
                var room = new byte[value.Length];
                value = room.AsSpan(0, reader.CopyString(room));
            }

            foreach (var b in value)
            {
                hash = Step(hash, b);
            }
        }

        // A last mix, so that short texts do not differ in their low bits alone.
        hash ^= hash >> 32;
        return unchecked((long)(hash * 0x9E3779B97F4A7C15));
    }

    private static ulong Step(ulong hash, byte value) => unchecked((hash ^ value) * Prime);
}
