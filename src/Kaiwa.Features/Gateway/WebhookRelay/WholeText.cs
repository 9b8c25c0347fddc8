using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>A stored part whose every text can be read: a customer can send half a surrogate pair, at which programs stumble as .NET does. It becomes U+FFFD.</summary>
internal static class WholeText
{
    private const int EscapeLength = 6; // \uXXXX

    public static byte[] Of(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        }

        byte[]? mended = null;
        for (var at = 0; (at = Next(json, at)) >= 0;)
        {
            var unit = UnitAt(json, at);
            if (unit is null)
            {
                at += 2; // another escape
            }
            else if (char.IsHighSurrogate(unit.Value) && UnitAt(json, at + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                if (char.IsSurrogate(unit.Value))
                {
                    "fffd"u8.CopyTo((mended ??= [.. json]).AsSpan(at + 2));
                }

                at += EscapeLength;
            }
        }

        return mended ?? json;
    }

    private static int Next(byte[] json, int from) => from >= json.Length ? -1 : Array.IndexOf(json, (byte)'\\', from);

    private static char? UnitAt(byte[] json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u' && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
