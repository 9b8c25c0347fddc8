using System.Text.Json;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Api;

/// <summary>The envelope of POST /messages, as slices of the request body.</summary>
internal ref struct SendRequest
{
    public JsonSlice To;
    public JsonSlice Recipient;
    public JsonSlice Type;
    public JsonSlice Status;
    public JsonSlice MessageId;
    public JsonSlice Typing;
    public JsonSlice Context;
    public JsonSlice Callback;
    public JsonSlice Policy;
    public JsonSlice Sharing;
    public JsonSlice Content;
    public MessageKind Kind;
    public bool ToGroup;
}

/// <summary>One pass over the body of POST /messages: it must be well-formed JSON, and its envelope must be what Meta takes.</summary>
internal static class SendReader
{
    private const int Kinds = 12;

    public static Refusal? Read(ReadOnlySpan<byte> body, out SendRequest request)
    {
        request = default;
        Span<int> bounds = stackalloc int[Kinds * 2];
        bounds.Clear();
        JsonSlice product = default;
        JsonSlice recipientType = default;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return Refusal.BadJson();
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueSpan;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var end = (int)reader.BytesConsumed;
                var value = new JsonSlice(body[start..end]);
                var kind = KindOf(name);
                if (kind != MessageKind.None)
                {
                    bounds[(int)kind * 2] = start;
                    bounds[((int)kind * 2) + 1] = end;
                }
                else if (name.SequenceEqual("to"u8))
                {
                    request.To = value;
                }
                else if (name.SequenceEqual("type"u8))
                {
                    request.Type = value;
                }
                else if (name.SequenceEqual("messaging_product"u8))
                {
                    product = value;
                }
                else if (name.SequenceEqual("biz_opaque_callback_data"u8))
                {
                    request.Callback = value;
                }
                else if (name.SequenceEqual("recipient_type"u8))
                {
                    recipientType = value;
                }
                else if (name.SequenceEqual("recipient"u8))
                {
                    request.Recipient = value;
                }
                else if (name.SequenceEqual("context"u8))
                {
                    request.Context = value;
                }
                else if (name.SequenceEqual("product_policy"u8))
                {
                    request.Policy = value;
                }
                else if (name.SequenceEqual("message_activity_sharing"u8))
                {
                    request.Sharing = value;
                }
                else if (name.SequenceEqual("status"u8))
                {
                    request.Status = value;
                }
                else if (name.SequenceEqual("message_id"u8))
                {
                    request.MessageId = value;
                }
                else if (name.SequenceEqual("typing_indicator"u8))
                {
                    request.Typing = value;
                }
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
            {
                return Refusal.BadJson();
            }

            if (!StrictJson.IsSurelyText(body))
            {
                StrictJson.Check(body);
            }
        }
        catch (JsonException)
        {
            return Refusal.BadJson();
        }

        return Check(body, ref request, bounds, product, recipientType);
    }

    private static Refusal? Check(ReadOnlySpan<byte> body, ref SendRequest request, scoped Span<int> bounds, JsonSlice product, JsonSlice recipientType)
    {
        if (!product.Exists)
        {
            return Refusal.Required("messaging_product");
        }

        if (!product.IsIgnoringCase("whatsapp"u8))
        {
            return Refusal.Parameter("Param messaging_product must be one of {WHATSAPP} - got \"" + product.Text + "\".");
        }

        if (request.Status.Exists)
        {
            return null;
        }

        if (recipientType.Exists && !recipientType.IsIgnoringCase("individual"u8))
        {
            request.ToGroup = recipientType.IsIgnoringCase("group"u8);
            if (!request.ToGroup)
            {
                return Refusal.Parameter("Param recipient_type must be one of {INDIVIDUAL, GROUP} - got \"" + recipientType.Text + "\".");
            }
        }

        if (!request.To.Exists && !request.Recipient.Exists)
        {
            return Refusal.Required("to");
        }

        request.Kind = request.Type.Exists ? KindOf(request.Type.Inner) : MessageKind.Text;
        if (request.Kind == MessageKind.None)
        {
            return Refusal.Parameter("Param type must be one of {AUDIO, CONTACTS, DOCUMENT, IMAGE, INTERACTIVE, LOCATION, REACTION, STICKER, TEMPLATE, TEXT, VIDEO} - got \"" + request.Type.Text + "\".");
        }

        var at = (int)request.Kind * 2;
        if (bounds[at + 1] == 0)
        {
            return Refusal.Required(NameOf(request.Kind));
        }

        request.Content = new JsonSlice(body[bounds[at]..bounds[at + 1]]);
        if (request.Callback.Exists && (!request.Callback.IsString || request.Callback.Length > 512))
        {
            return Refusal.Parameter("Param biz_opaque_callback_data must be a string of at most 512 characters.");
        }

        if (request.Context.Exists && (!request.Context.IsObject || !request.Context["message_id"u8].IsString))
        {
            return Refusal.Required("context['message_id']");
        }

        return request.Context.Exists && request.Kind == MessageKind.Reaction
            ? Refusal.Parameter("Param context is not allowed for message type reaction.")
            : null;
    }

    public static string NameOf(MessageKind kind) => kind switch
    {
        MessageKind.Text => "text",
        MessageKind.Image => "image",
        MessageKind.Audio => "audio",
        MessageKind.Video => "video",
        MessageKind.Document => "document",
        MessageKind.Sticker => "sticker",
        MessageKind.Location => "location",
        MessageKind.Contacts => "contacts",
        MessageKind.Reaction => "reaction",
        MessageKind.Interactive => "interactive",
        MessageKind.Template => "template",
        MessageKind.Button => "button",
        MessageKind.Order => "order",
        _ => "unsupported",
    };

    private static MessageKind KindOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when Same(name, "text"u8) => MessageKind.Text,
        5 when Same(name, "image"u8) => MessageKind.Image,
        5 when Same(name, "audio"u8) => MessageKind.Audio,
        5 when Same(name, "video"u8) => MessageKind.Video,
        8 when Same(name, "template"u8) => MessageKind.Template,
        8 when Same(name, "document"u8) => MessageKind.Document,
        8 when Same(name, "location"u8) => MessageKind.Location,
        8 when Same(name, "contacts"u8) => MessageKind.Contacts,
        8 when Same(name, "reaction"u8) => MessageKind.Reaction,
        7 when Same(name, "sticker"u8) => MessageKind.Sticker,
        11 when Same(name, "interactive"u8) => MessageKind.Interactive,
        _ => MessageKind.None,
    };

    private static bool Same(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) => System.Text.Ascii.EqualsIgnoreCase(name, known);
}
