using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads what an incoming message refers to: a quoted message, a product, an ad.</summary>
internal static class MessageReferenceReader
{
    public static MessageContext? ReadContext(ref Utf8JsonReader reader)
    {
        if (!WireJson.EnterObject(ref reader))
        {
            return null;
        }

        string? from = null, id = null, catalogId = null, product = null;
        bool forwarded = false, frequently = false;
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "from"u8))
            {
                from = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "id"u8))
            {
                id = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "forwarded"u8))
            {
                forwarded = WireJson.NextFlag(ref reader);
            }
            else if (WireJson.Is(ref reader, "frequently_forwarded"u8))
            {
                frequently = WireJson.NextFlag(ref reader);
            }
            else if (WireJson.Is(ref reader, "referred_product"u8))
            {
                ReadProduct(ref reader, ref catalogId, ref product);
            }
            else
            {
                reader.Skip();
            }
        }

        return new MessageContext(from, id, forwarded || frequently, frequently, catalogId, product);
    }

    public static Referral? ReadReferral(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (!WireJson.EnterObject(ref reader))
        {
            return null;
        }

        var start = (int)reader.TokenStartIndex;
        string? type = null, id = null, url = null, headline = null, text = null, click = null;
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "source_type"u8))
            {
                type = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "source_id"u8))
            {
                id = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "source_url"u8))
            {
                url = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "headline"u8))
            {
                headline = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "body"u8))
            {
                text = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "ctwa_clid"u8))
            {
                click = WireJson.NextText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new Referral(type, id, url, headline, text, click, WireJson.Slice(ref reader, body, start));
    }

    private static void ReadProduct(ref Utf8JsonReader reader, ref string? catalogId, ref string? product)
    {
        if (!WireJson.EnterObject(ref reader))
        {
            return;
        }

        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "catalog_id"u8))
            {
                catalogId = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "product_retailer_id"u8))
            {
                product = WireJson.NextText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
