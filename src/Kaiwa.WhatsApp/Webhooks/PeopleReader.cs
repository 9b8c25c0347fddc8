using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>Reads <c>contacts[]</c> and <c>user_preferences[]</c> of a value.</summary>
internal static class PeopleReader
{
    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public static IReadOnlyList<WebhookContact> ReadContacts(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (!WireJson.EnterArray(ref reader))
        {
            return [];
        }

        List<WebhookContact>? contacts = null;
        while (WireJson.NextItem(ref reader))
        {
            (contacts ??= new(1)).Add(ReadContact(ref reader, body));
        }

        return contacts ?? (IReadOnlyList<WebhookContact>)[];
    }

    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public static IReadOnlyList<UserPreference> ReadPreferences(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (!WireJson.EnterArray(ref reader))
        {
            return [];
        }

        List<UserPreference>? preferences = null;
        while (WireJson.NextItem(ref reader))
        {
            (preferences ??= new(1)).Add(ReadPreference(ref reader, body));
        }

        return preferences ?? (IReadOnlyList<UserPreference>)[];
    }

    private static WebhookContact ReadContact(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        string? waId = null, userId = null, parentUserId = null, name = null, username = null, hash = null;
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "wa_id"u8))
            {
                waId = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "user_id"u8))
            {
                userId = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "parent_user_id"u8))
            {
                parentUserId = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "identity_key_hash"u8))
            {
                hash = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "profile"u8))
            {
                ReadProfile(ref reader, ref name, ref username);
            }
            else
            {
                reader.Skip();
            }
        }

        return new WebhookContact(waId, userId, parentUserId, name, username, hash, WireJson.Slice(ref reader, body, start));
    }

    private static void ReadProfile(ref Utf8JsonReader reader, ref string? name, ref string? username)
    {
        if (!WireJson.EnterObject(ref reader))
        {
            return;
        }

        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "name"u8))
            {
                name = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "username"u8))
            {
                username = WireJson.NextText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static UserPreference ReadPreference(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        string? waId = null, userId = null, category = null, value = null, detail = null;
        long timestampMs = 0;
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "wa_id"u8))
            {
                waId = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "user_id"u8))
            {
                userId = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "category"u8))
            {
                category = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "value"u8))
            {
                value = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "detail"u8))
            {
                detail = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "timestamp"u8))
            {
                timestampMs = WireJson.NextTimestampMs(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new UserPreference(waId, userId, category, value, detail, timestampMs, WireJson.Slice(ref reader, body, start));
    }
}
