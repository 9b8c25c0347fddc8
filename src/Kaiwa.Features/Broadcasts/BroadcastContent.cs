using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Broadcasts;

/// <summary>
/// A broadcast's message, ready to be filled for one person after another. What differs from person to person is rendered when the audience is frozen
/// and kept with the recipient; what is the same for all is written once. Not for two threads at a time.
/// </summary>
internal sealed class BroadcastContent
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string name;
    private readonly string language;
    private readonly IReadOnlyList<(TemplateSlot Slot, VariableExpression Expression)> slots;
    private readonly List<VariableExpression> personal;
    private readonly string? same;
    private readonly ArrayBufferWriter<byte> buffer = new(1024);

    private BroadcastContent(string name, string language, IReadOnlyList<(TemplateSlot Slot, VariableExpression Expression)> slots)
    {
        (this.name, this.language, this.slots) = (name, language, slots);
        personal = [.. slots.Select(slot => slot.Expression).Where(expression => expression is not VariableExpression.Literal)];
        same = personal.Count == 0 ? Build([]) : null;
    }

    public IReadOnlyList<(TemplateSlot Slot, VariableExpression Expression)> Slots => slots;

    /// <summary>Whether every person gets the same words.</summary>
    public bool IsSameForAll => same is not null;

    /// <summary>Matches a template's variables with what the shop wrote for them. What is missing or unreadable comes back by key.</summary>
    public static (BroadcastContent? Content, IReadOnlyList<string> Missing, IReadOnlyList<string> Unreadable) Of(
        string name, string language, string components, bool named, IReadOnlyDictionary<string, string> variables)
    {
        var (slots, missing, unreadable) = (new List<(TemplateSlot, VariableExpression)>(), new List<string>(), new List<string>());
        foreach (var slot in TemplateSlot.Of(components, named))
        {
            if (slot.Find(variables) is not { } text || string.IsNullOrWhiteSpace(text))
            {
                missing.Add(slot.Key);
            }
            else if (VariableExpression.Parse(text) is { } expression && (slot.Type != "location" || expression is VariableExpression.Literal { Text: var words } && Place.Read(words) is not null))
            {
                slots.Add((slot, expression));
            }
            else
            {
                unreadable.Add(slot.Key);
            }
        }

        return (missing.Count + unreadable.Count == 0 ? new BroadcastContent(name, language, slots) : null, missing, unreadable);
    }

    /// <summary>One person's words as they are kept with the recipient; null when everybody's are the same. False when one of them is empty.</summary>
    public bool TryRender(IReadOnlyDictionary<string, string> contact, out string? variables)
    {
        variables = null;
        if (IsSameForAll)
        {
            return true;
        }

        var words = new string[personal.Count];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = personal[i].Render(contact);
            if (words[i].Length == 0)
            {
                return false;
            }
        }

        variables = Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var word in words)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
        });
        return true;
    }

    /// <summary>Meta's JSON for one person.</summary>
    public string Fill(string? variables) => same ?? Build(variables is null ? [] : JsonSerializer.Deserialize<string[]>(variables) ?? []);

    private string Build(string[] words) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "template"u8);
        writer.WriteStartObject("template"u8);
        writer.WriteString("name"u8, name);
        writer.WriteStartObject("language"u8);
        writer.WriteString("code"u8, language);
        writer.WriteEndObject();
        if (slots.Count > 0)
        {
            writer.WriteStartArray("components"u8);
            WriteComponents(writer, words);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private void WriteComponents(Utf8JsonWriter writer, string[] words)
    {
        var (at, open) = (0, (TemplateSlot?)null);
        foreach (var (slot, expression) in slots)
        {
            if (open is null || open.Part != slot.Part || open.Button != slot.Button)
            {
                Close(writer, open);
                Open(writer, slot);
                open = slot;
            }

            WriteParameter(writer, slot, expression is VariableExpression.Literal literal ? literal.Text : words[at++]);
        }

        Close(writer, open);
    }

    private static void Open(Utf8JsonWriter writer, TemplateSlot slot)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, slot.Part switch { SlotPart.Header => "header"u8, SlotPart.Body => "body"u8, _ => "button"u8 });
        if (slot.Part == SlotPart.Button)
        {
            writer.WriteString("sub_type"u8, slot.SubType);
            writer.WriteString("index"u8, slot.Button.ToString(CultureInfo.InvariantCulture));
        }

        writer.WriteStartArray("parameters"u8);
    }

    private static void Close(Utf8JsonWriter writer, TemplateSlot? open)
    {
        if (open is not null)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private static void WriteParameter(Utf8JsonWriter writer, TemplateSlot slot, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, slot.Type);
        switch (slot.Type)
        {
            case "text":
                if (slot.Name is not null)
                {
                    writer.WriteString("parameter_name"u8, slot.Name);
                }

                writer.WriteString("text"u8, value);
                break;
            case "coupon_code":
                writer.WriteString("coupon_code"u8, value);
                break;
            case "location":
                WritePlace(writer, Place.Read(value)!);
                break;
            default:
                writer.WriteStartObject(slot.Type);
                writer.WriteString(Uri.TryCreate(value, UriKind.Absolute, out _) ? "link"u8 : "id"u8, value);
                writer.WriteEndObject();
                break;
        }

        writer.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter writer, Place place)
    {
        writer.WriteStartObject("location"u8);
        writer.WriteNumber("latitude"u8, place.Latitude);
        writer.WriteNumber("longitude"u8, place.Longitude);
        if (place.Name is { Length: > 0 })
        {
            writer.WriteString("name"u8, place.Name);
        }

        if (place.Address is { Length: > 0 })
        {
            writer.WriteString("address"u8, place.Address);
        }

        writer.WriteEndObject();
    }

    private string Write(Action<Utf8JsonWriter> write)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
