using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kaiwa.Simulator.Api.Json;

/// <summary>One JSON value inside a body that has already been found well-formed: a span and the questions a validator asks.</summary>
internal readonly ref struct JsonSlice(ReadOnlySpan<byte> raw)
{
    public ReadOnlySpan<byte> Raw { get; } = raw;

    public bool Exists => !Raw.IsEmpty;
    public bool IsObject => Exists && Raw[0] == '{';
    public bool IsArray => Exists && Raw[0] == '[';
    public bool IsString => Exists && Raw[0] == '"';
    public bool IsNull => Exists && Raw[0] == 'n';
    public bool IsTrue => Raw.SequenceEqual("true"u8);
    public bool IsBoolean => Raw.SequenceEqual("true"u8) || Raw.SequenceEqual("false"u8);
    public bool IsNumber => Exists && (Raw[0] == '-' || char.IsAsciiDigit((char)Raw[0]));

    /// <summary>The bytes of the text without quotes and escapes; the whole token when it is not a string.</summary>
    public ReadOnlySpan<byte> Inner => !IsString ? Raw : HasEscapes ? Encoding.UTF8.GetBytes(Text) : Raw[1..^1];

    public bool HasEscapes => Raw.Contains((byte)'\\');

    public string Text
    {
        get
        {
            if (!IsString)
            {
                return Encoding.UTF8.GetString(Raw);
            }

            if (!HasEscapes)
            {
                return Encoding.UTF8.GetString(Raw[1..^1]);
            }

            var reader = new Utf8JsonReader(Raw);
            reader.Read();
            return reader.GetString() ?? "";
        }
    }

    /// <summary>Length in UTF-16 units, which is how the documented limits are counted here.</summary>
    public int Length => !IsString ? 0 : !HasEscapes && Ascii.IsValid(Raw) ? Raw.Length - 2 : Text.Length;

    public bool Is(ReadOnlySpan<byte> text) => IsString && Inner.SequenceEqual(text);

    public bool IsIgnoringCase(ReadOnlySpan<byte> text) => IsString && Ascii.EqualsIgnoreCase(Inner, text);

    /// <summary>A number, or a string that holds one.</summary>
    public bool TryNumber(out double number)
    {
        number = 0;
        return (IsNumber || IsString) && double.TryParse(Inner, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    public bool TryInteger(out long number)
    {
        number = 0;
        return (IsNumber || IsString) && long.TryParse(Inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The member of an object, or a slice that does not exist.</summary>
    public JsonSlice this[ReadOnlySpan<byte> name]
    {
        get
        {
            if (IsObject)
            {
                var members = new JsonMembers(Raw);
                while (members.MoveNext())
                {
                    if (members.Name.SequenceEqual(name))
                    {
                        return members.Value;
                    }
                }
            }

            return default;
        }
    }

    public int Count
    {
        get
        {
            var count = 0;
            if (IsArray)
            {
                var items = new JsonItems(Raw);
                while (items.MoveNext())
                {
                    count++;
                }
            }

            return count;
        }
    }
}

/// <summary>Walks the members of a JSON object.</summary>
internal ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;

    public JsonMembers(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json);
        reader.Read();
    }

    public ReadOnlySpan<byte> Name { get; private set; }
    public JsonSlice Value { get; private set; }

    public bool MoveNext()
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        Name = reader.ValueSpan;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        Value = new JsonSlice(json[start..(int)reader.BytesConsumed]);
        return true;
    }
}

/// <summary>Walks the items of a JSON array.</summary>
internal ref struct JsonItems
{
    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;

    public JsonItems(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json);
        reader.Read();
    }

    public JsonSlice Value { get; private set; }
    public int Index { get; private set; } = -1;

    public bool MoveNext()
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        Value = new JsonSlice(json[start..(int)reader.BytesConsumed]);
        Index++;
        return true;
    }
}
