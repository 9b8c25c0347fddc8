using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>interactive</c> of an incoming message: taps, choices, forms.</summary>
internal static class InteractiveReplyReader
{
    /// <summary>Null when there is none or its kind is not known.</summary>
    public static IncomingMessage? Read(ReadOnlyMemory<byte> raw)
    {
        var inner = Inner(raw);
        if (inner.IsEmpty)
        {
            return null;
        }

        return Kind(inner) switch
        {
            "button_reply" => ReadButton(inner),
            "list_reply" => ReadList(inner),
            "nfm_reply" => ReadForm(inner),
            "call_permission_reply" => ReadCallPermission(inner),
            _ => null,
        };
    }

    private static ReadOnlyMemory<byte> Inner(ReadOnlyMemory<byte> raw)
    {
        var reader = new Utf8JsonReader(raw.Span, WireJson.ReaderOptions);
        reader.Read();
        while (WireJson.NextProperty(ref reader))
        {
            if (!WireJson.Is(ref reader, "interactive"u8))
            {
                reader.Skip();
            }
            else if (WireJson.EnterObject(ref reader))
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return WireJson.Slice(ref reader, raw, start);
            }
        }

        return default;
    }

    private static string? Kind(ReadOnlyMemory<byte> inner)
    {
        var reader = new Utf8JsonReader(inner.Span, WireJson.ReaderOptions);
        reader.Read();
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "type"u8))
            {
                return WireJson.NextText(ref reader);
            }

            reader.Skip();
        }

        return null;
    }

    private static IncomingMessage.ButtonReply? ReadButton(ReadOnlyMemory<byte> inner)
    {
        var fields = new JsonFields(inner, "button_reply"u8);
        string? id = null, title = null;
        while (fields.Next())
        {
            if (fields.Is("id"u8))
            {
                id = fields.Text();
            }
            else if (fields.Is("title"u8))
            {
                title = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.ButtonReply(id, title) : null;
    }

    private static IncomingMessage.ListReply? ReadList(ReadOnlyMemory<byte> inner)
    {
        var fields = new JsonFields(inner, "list_reply"u8);
        string? id = null, title = null, description = null;
        while (fields.Next())
        {
            if (fields.Is("id"u8))
            {
                id = fields.Text();
            }
            else if (fields.Is("title"u8))
            {
                title = fields.Text();
            }
            else if (fields.Is("description"u8))
            {
                description = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.ListReply(id, title, description) : null;
    }

    private static IncomingMessage.FlowReply? ReadForm(ReadOnlyMemory<byte> inner)
    {
        var fields = new JsonFields(inner, "nfm_reply"u8);
        string? name = null, body = null, response = null;
        while (fields.Next())
        {
            if (fields.Is("name"u8))
            {
                name = fields.Text();
            }
            else if (fields.Is("body"u8))
            {
                body = fields.Text();
            }
            else if (fields.Is("response_json"u8))
            {
                response = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.FlowReply(name, body, response) : null;
    }

    private static IncomingMessage.CallPermissionReply? ReadCallPermission(ReadOnlyMemory<byte> inner)
    {
        var fields = new JsonFields(inner, "call_permission_reply"u8);
        string? response = null, source = null;
        var permanent = false;
        long? expires = null;
        while (fields.Next())
        {
            if (fields.Is("response"u8))
            {
                response = fields.Text();
            }
            else if (fields.Is("is_permanent"u8))
            {
                permanent = fields.Flag();
            }
            else if (fields.Is("expiration_timestamp"u8))
            {
                expires = fields.Integer();
            }
            else if (fields.Is("response_source"u8))
            {
                source = fields.Text();
            }
        }

        return fields.Found
            ? new IncomingMessage.CallPermissionReply(response, permanent, expires is > 0 ? WireJson.Milliseconds(expires) : null, source)
            : null;
    }
}
