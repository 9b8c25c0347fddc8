using System.Buffers;
using System.Text.Json;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>The body of <c>/block_users</c> for one person, and what its answer means for them.</summary>
internal static class BlockUsers
{
    public static ReadOnlyMemory<byte> Write(Recipient person)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("messaging_product"u8, "whatsapp"u8);
        json.WriteStartArray("block_users"u8);
        json.WriteStartObject();
        if (person.Phone is { } phone)
        {
            json.WriteString("user"u8, "+" + phone.Digits);
        }
        else
        {
            json.WriteString("user_id"u8, person.UserId);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Null when it went well. Of a failure the person's own error: the one of the whole call says only that somebody failed.</summary>
    public static GraphError? Read(int status, byte[] body)
    {
        var whole = GraphError.Read(status, body);
        return OfPerson(status, body) ?? (status is >= 200 and <= 299 && whole.Code == GraphError.NoCode ? null : whole);
    }

    private static GraphError? OfPerson(int status, byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            var first = answer.RootElement.GetProperty("block_users").GetProperty("failed_users")[0].GetProperty("errors")[0];
            return GraphError.Read(status, JsonSerializer.SerializeToUtf8Bytes(new { error = first }));
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
