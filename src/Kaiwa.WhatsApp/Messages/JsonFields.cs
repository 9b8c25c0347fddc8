using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Walks over the members of one named object inside another; members that are not asked for are stepped over.</summary>
internal ref struct JsonFields
{
    private readonly ReadOnlyMemory<byte> outer;
    private Utf8JsonReader reader;
    private bool pending;

    /// <summary>Looks for <paramref name="name"/> in <paramref name="outer"/>, which must be a whole JSON object.</summary>
    public JsonFields(ReadOnlyMemory<byte> outer, ReadOnlySpan<byte> name)
    {
        this.outer = outer;
        reader = new Utf8JsonReader(outer.Span, WireJson.ReaderOptions);
        reader.Read();
        while (WireJson.NextProperty(ref reader))
        {
            if (!WireJson.Is(ref reader, name))
            {
                reader.Skip();
            }
            else if (WireJson.EnterObject(ref reader))
            {
                Found = true;
                return;
            }
        }
    }

    /// <summary>Whether the object is there.</summary>
    public bool Found { get; }

    /// <summary>Moves to the next member; false at the end, and at once when the object is not there.</summary>
    public bool Next()
    {
        if (!Found)
        {
            return false;
        }

        if (pending)
        {
            reader.Skip();
        }

        pending = WireJson.NextProperty(ref reader);
        return pending;
    }

    public bool Is(ReadOnlySpan<byte> name) => pending && WireJson.Is(ref reader, name);

    public string? Text()
    {
        pending = false;
        return WireJson.NextText(ref reader);
    }

    public double? Number()
    {
        pending = false;
        return WireJson.NextNumber(ref reader);
    }

    public decimal? Decimal()
    {
        pending = false;
        return WireJson.NextDecimal(ref reader);
    }

    public long? Integer()
    {
        pending = false;
        return WireJson.NextInteger(ref reader);
    }

    public bool Flag()
    {
        pending = false;
        return WireJson.NextFlag(ref reader);
    }

    public ReadOnlyMemory<byte> Raw()
    {
        pending = false;
        return WireJson.NextRaw(ref reader, outer);
    }

    public IncomingMessage? Message()
    {
        pending = false;
        return WireJson.EnterObject(ref reader) ? IncomingMessageReader.ReadOne(ref reader, outer) : null;
    }
}
