using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Collects the first thing that Meta would refuse. Reading goes on after it with harmless values.</summary>
internal sealed class Checks
{
    public const int InvalidParameter = 100;
    public const int Missing = 131008;
    public const int Invalid = 131009;
    public const int UnknownType = 131051;

    private static readonly Uri Blank = new("https://invalid.invalid/");

    /// <summary>An empty object: reading goes on in it when the real one is missing.</summary>
    public static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public GraphError? Problem { get; private set; }

    public void Refuse(int code, string details) => Problem ??= GraphError.Of(code, details);

    /// <summary>A member that must be an object.</summary>
    public bool TryObject(JsonElement parent, string name, string path, out JsonElement value)
    {
        if (parent.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        Refuse(value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? Missing : Invalid, value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? $"The parameter {path} is required."
            : $"The parameter {path} must be a JSON object.");
        return false;
    }

    /// <summary>A member that may be absent or null, but must be an object when it is there.</summary>
    public bool TryOptionalObject(JsonElement parent, string name, string path, out JsonElement value)
    {
        value = default;
        return Has(parent, name) && TryObject(parent, name, path, out value);
    }

    /// <summary>Null counts as absent.</summary>
    public static bool Has(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text that must be there and not be empty.</summary>
    public string Required(JsonElement parent, string name, string path, int longest)
    {
        var text = Optional(parent, name, path, longest);
        if (string.IsNullOrEmpty(text))
        {
            Refuse(Missing, $"The parameter {path} is required.");
        }

        return text ?? "";
    }

    /// <summary>A text that may be absent. Numbers count as text, as they do at Meta.</summary>
    public string? Optional(JsonElement parent, string name, string path, int longest)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            Refuse(Invalid, $"The parameter {path} must be a string.");
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        Length(text, path, longest);
        return text;
    }

    public void Length(string text, string path, int longest)
    {
        if (text.Length > longest && Characters(text) > longest)
        {
            Refuse(InvalidParameter, string.Create(CultureInfo.InvariantCulture, $"Param {path} must be at most {longest} characters long."));
        }
    }

    public bool Flag(JsonElement parent, string name, string path)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return false;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                return value.GetBoolean();
            case JsonValueKind.String when bool.TryParse(value.GetString(), out var flag):
                return flag;
            default:
                Refuse(Invalid, $"The parameter {path} must be true or false.");
                return false;
        }
    }

    /// <summary>A number or a numeric text within a range, both ends included.</summary>
    public double Number(JsonElement parent, string name, string path, double least, double most)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            Refuse(Missing, $"The parameter {path} is required.");
            return 0;
        }

        var text = value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText();
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !(number >= least && number <= most))
        {
            Refuse(Invalid, string.Create(CultureInfo.InvariantCulture, $"The parameter {path} must be a number from {least} to {most}."));
            return 0;
        }

        return number;
    }

    /// <summary>A list with its bounds; empty when it is missing or wrong.</summary>
    public JsonElement[] List(JsonElement parent, string name, string path, int fewest, int most)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (fewest > 0)
            {
                Refuse(Missing, $"The parameter {path} is required.");
            }

            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(Invalid, $"The parameter {path} must be a list.");
            return [];
        }

        var count = value.GetArrayLength();
        if (count < fewest || count > most)
        {
            Refuse(Invalid, string.Create(CultureInfo.InvariantCulture, $"The parameter {path} must have {fewest} to {most} items, it has {count}."));
            return [];
        }

        JsonElement[] items = [.. value.EnumerateArray()];
        if (Array.Exists(items, item => item.ValueKind != JsonValueKind.Object))
        {
            Refuse(Invalid, $"Every item of {path} must be a JSON object.");
            return [];
        }

        return items;
    }

    /// <summary>A whole number or a numeric text within a range, both ends included.</summary>
    public long Integer(JsonElement parent, string name, string path, long least, long most)
    {
        var number = Number(parent, name, path, least, most);
        if (number != Math.Truncate(number))
        {
            Refuse(Invalid, $"The parameter {path} must be a whole number.");
        }

        return (long)number;
    }

    /// <summary>The same for one that may be absent.</summary>
    public long? OptionalInteger(JsonElement parent, string name, string path, long least, long most) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Integer(parent, name, path, least, most) : null;

    /// <summary>A web address that must be there.</summary>
    public Uri Address(JsonElement parent, string name, string path, int longest)
    {
        var text = Required(parent, name, path, longest);
        if (IsWebAddress(text, out var address))
        {
            return address;
        }

        RefuseAddress(path);
        return Blank;
    }

    /// <summary>Only http and https: on Linux "/shop" is the whole address of a file, and "javascript:" one of a script.</summary>
    public static bool IsWebAddress(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    public void RefuseAddress(string path) => Refuse(Invalid, $"The parameter {path} must be a web address that begins with http:// or https://.");

    /// <summary>One of a closed set of words that must be there.</summary>
    public string OneOf(JsonElement parent, string name, string path, params ReadOnlySpan<string> words)
    {
        var text = Required(parent, name, path, 64);
        if (text.Length > 0 && !words.Contains(text))
        {
            Refuse(Invalid, $"The parameter {path} must be one of {string.Join(", ", words.ToArray())}.");
        }

        return text;
    }

    /// <summary>An object whose members are texts; null when it is absent.</summary>
    public IReadOnlyDictionary<string, string>? Texts(JsonElement parent, string name, string path, int longest)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (TryObject(parent, name, path, out value))
        {
            foreach (var member in value.EnumerateObject())
            {
                if (Optional(value, member.Name, path + "." + member.Name, longest) is { } text)
                {
                    texts[member.Name] = text;
                }
            }
        }

        return texts;
    }

    [return: NotNullIfNotNull(nameof(type))]
    public static string? Lower(string? type) => type?.ToLowerInvariant();

    /// <summary>What is not typed here, as it was written.</summary>
    public static byte[] Raw(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();

    // What a person calls a character: an emoji outside the first plane counts once.
    private static int Characters(string text)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (!char.IsLowSurrogate(character))
            {
                count++;
            }
        }

        return count;
    }
}
