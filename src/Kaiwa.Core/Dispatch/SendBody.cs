using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;

namespace Kaiwa.Core.Dispatch;

/// <summary>The body that travels: the stored content with recipient and our id put in front. The content is never parsed again.</summary>
internal static class SendBody
{
    public static byte[] Write(JobFacts job)
    {
        var head = job.IdentityKind == IdentityKind.Phone
            ? "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"+"u8
            : "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"recipient\":\""u8;
        var tail = "\",\"biz_opaque_callback_data\":\""u8;
        var value = JsonEncodedText.Encode(job.IdentityValue, JavaScriptEncoder.Default).EncodedUtf8Bytes;
        var contentLength = Encoding.UTF8.GetByteCount(job.Content);
        var body = new byte[head.Length + value.Length + tail.Length + CallbackData.Length + 2 + contentLength - 1];
        var at = 0;
        Append(body, head, ref at);
        Append(body, value, ref at);
        Append(body, tail, ref at);
        CallbackData.Write(job.Message, body.AsSpan(at));
        at += CallbackData.Length;
        Append(body, "\","u8, ref at);

        // The content is {"type":…}: all but its opening brace follows.
        Encoding.UTF8.GetBytes(job.Content.AsSpan(1), body.AsSpan(at));
        return body;
    }

    private static void Append(byte[] body, ReadOnlySpan<byte> part, ref int at)
    {
        part.CopyTo(body.AsSpan(at));
        at += part.Length;
    }
}
