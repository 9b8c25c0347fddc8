using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kaiwa.Load.Bare;

/// <summary>The few shapes that travel between the two bare processes, written and read by hand.</summary>
internal static class BareWire
{
    public const string PhoneNumberId = "106540352242922";
    public const string SignatureHeader = "X-Hub-Signature-256";
    public static readonly byte[] Secret = "bare-loop-secret"u8.ToArray();
    private static readonly string[] StatusNames = ["", "sent", "delivered", "read"];

    [ThreadStatic]
    private static IncrementalHash? hmac;

    public static byte[] Message(BareJob job) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"messaging_product":"whatsapp","recipient_type":"individual","to":"{{{job.Phone}}}","type":"template","template":{"name":"spring_offer","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"20 %"}]}]},"biz_opaque_callback_data":"k.{{{job.MessageId}}}"}
        """));

    public static byte[] Status(string wamid, long messageId, long phone, int kind, long seconds) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881","phone_number_id":"{{{PhoneNumberId}}}"},"statuses":[{"id":"{{{wamid}}}","status":"{{{StatusNames[kind]}}}","timestamp":"{{{seconds}}}","recipient_id":"{{{phone}}}","biz_opaque_callback_data":"k.{{{messageId}}}","conversation":{"id":"5f6b1f2ad3a3d1b1a3f4e4e1c3b2a190","expiration_timestamp":"{{{seconds + 86400}}}","origin":{"type":"marketing"}},"pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"marketing"}}]},"field":"messages"}]}]}
        """));

    public static string Sign(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[32];
        Hash(body, hash);
        return "sha256=" + Convert.ToHexStringLower(hash);
    }

    public static bool Verify(ReadOnlySpan<byte> body, string? header)
    {
        if (header is not { Length: 71 })
        {
            return false;
        }

        Span<byte> given = stackalloc byte[32];
        Span<byte> hash = stackalloc byte[32];
        if (Convert.FromHexString(header.AsSpan(7), given, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        Hash(body, hash);
        return CryptographicOperations.FixedTimeEquals(given, hash);
    }

    public static bool TryReadStatus(ReadOnlySpan<byte> body, out BareStatus status)
    {
        long id = 0;
        short kind = 0;
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                kind = reader.ValueTextEquals("sent"u8) ? (short)1 : reader.ValueTextEquals("delivered"u8) ? (short)2 : reader.ValueTextEquals("read"u8) ? (short)3 : (short)0;
            }
            else if (reader.ValueTextEquals("biz_opaque_callback_data"u8))
            {
                reader.Read();
                id = Utf8Parser.TryParse(reader.ValueSpan[2..], out long value, out _) ? value : 0;
            }
        }

        status = new BareStatus(id, kind);
        return id != 0 && kind != 0;
    }

    public static bool TryReadMessage(ReadOnlySpan<byte> body, out long phone, out long id)
    {
        (phone, id) = (0, 0);
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("to"u8))
            {
                reader.Read();
                phone = Utf8Parser.TryParse(reader.ValueSpan, out long value, out _) ? value : 0;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("biz_opaque_callback_data"u8))
            {
                reader.Read();
                id = Utf8Parser.TryParse(reader.ValueSpan[2..], out long value, out _) ? value : 0;
            }
        }

        return phone != 0 && id != 0;
    }

    public static string? ReadWamid(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                return reader.GetString();
            }
        }

        return null;
    }

    public static async ValueTask<T> ReadBodyAsync<T>(PipeReader reader, int length, Func<ReadOnlySpan<byte>, T> use)
    {
        var result = await reader.ReadAtLeastAsync(length);
        var answer = Use(result.Buffer, use);
        reader.AdvanceTo(result.Buffer.End);
        return answer;
    }

    private static T Use<T>(ReadOnlySequence<byte> buffer, Func<ReadOnlySpan<byte>, T> use)
    {
        if (buffer.IsSingleSegment)
        {
            return use(buffer.FirstSpan);
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)buffer.Length);
        buffer.CopyTo(rented);
        var answer = use(rented.AsSpan(0, (int)buffer.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return answer;
    }

    private static void Hash(ReadOnlySpan<byte> body, Span<byte> hash)
    {
        hmac ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Secret);
        hmac.AppendData(body);
        hmac.GetHashAndReset(hash);
    }
}
