using System.Buffers;
using System.Buffers.Text;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Messages;

/// <summary>Our message id as it travels through Meta and back in <c>biz_opaque_callback_data</c>: <c>k.</c> and 22 characters.</summary>
public static class CallbackData
{
    public const int Length = 24;

    public static string Write(Id<Message> id) => "k." + Base64Url.EncodeToString(id.ToBytes());

    public static void Write(Id<Message> id, Span<byte> utf8)
    {
        "k."u8.CopyTo(utf8);
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        Base64Url.EncodeToUtf8(bytes, utf8[2..]);
    }

    public static Id<Message>? Read(string? text)
    {
        if (text is not { Length: Length } || text[0] != 'k' || text[1] != '.')
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        return Base64Url.DecodeFromChars(text.AsSpan(2), bytes, out _, out var written) == OperationStatus.Done && written == 16 ? new Id<Message>(new Guid(bytes, bigEndian: true)) : null;
    }
}
