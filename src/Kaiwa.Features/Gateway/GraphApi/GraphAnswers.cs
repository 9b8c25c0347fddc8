using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.WhatsApp.Errors;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Answers in Meta's shapes.</summary>
internal static class GraphAnswers
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult ToHttp(this GraphError error) => Json(error.HttpStatus, writer => Write(writer, error));

    public static IResult ToHttp(this SendResult result) => result switch
    {
        SendResult.Sent sent => Sent(sent.Answer),
        SendResult.Marked => Success(),
        SendResult.Queued queued => Queued(queued.Input, queued.Message),
        SendResult.Refused { Error.HttpStatus: 401 } => GraphErrors.OurTokenRefused().ToHttp(),
        SendResult.Refused refused => refused.Error.ToHttp(),
        SendResult.InDoubt doubt => GraphErrors.Uncertain(doubt.Message).ToHttp(),
        _ => throw new InvalidOperationException($"No answer is known for {result.GetType().Name}."),
    };

    private static BytesResult Success() => Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success"u8, true);
        writer.WriteEndObject();
    });

    private static BytesResult Sent(SentMessage sent) => Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("messaging_product"u8, "whatsapp"u8);
        writer.WriteStartArray("contacts"u8);
        writer.WriteStartObject();
        writer.WriteString("input"u8, sent.Input);
        if (sent.WaId is not null)
        {
            writer.WriteString("wa_id"u8, sent.WaId);
        }

        if (sent.UserId is not null)
        {
            writer.WriteString("user_id"u8, sent.UserId);
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartArray("messages"u8);
        writer.WriteStartObject();
        writer.WriteString("id"u8, sent.Wamid);
        if (sent.MessageStatus is not null)
        {
            writer.WriteString("message_status"u8, sent.MessageStatus);
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>The message is in the outbox; its wamid, or why there is none, comes with its first status.</summary>
    private static IResult Queued(string input, Id<Message> message) => Json(StatusCodes.Status202Accepted, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("messaging_product"u8, "whatsapp"u8);
        writer.WriteStartArray("contacts"u8);
        writer.WriteStartObject();
        writer.WriteString("input"u8, input);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("kaiwa_message_id"u8, message.ToString());
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, GraphError said)
    {
        var error = said.FbTraceId is null ? said with { FbTraceId = GraphErrors.Trace() } : said;
        if (error.Code != 1)
        {
            error.WriteTo(writer);
            return;
        }

        // Code 1 is mostly read as "try again": this one says in so many words that it is not.
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type);
        writer.WriteNumber("code"u8, error.Code);
        writer.WriteBoolean("is_transient"u8, error.IsTransient);
        writer.WriteStartObject("error_data"u8);
        writer.WriteString("messaging_product"u8, "whatsapp"u8);
        writer.WriteString("details"u8, error.Details);
        writer.WriteEndObject();
        writer.WriteString("fbtrace_id"u8, error.FbTraceId);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static BytesResult Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return new BytesResult(status, buffer.WrittenMemory);
    }

    private sealed class BytesResult(int status, ReadOnlyMemory<byte> body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            if (status == StatusCodes.Status202Accepted)
            {
                httpContext.Response.Headers["Preference-Applied"] = "respond-async";
            }

            httpContext.Response.ContentType = "application/json; charset=UTF-8";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}

/// <summary>What Meta answers to a send, as far as it is known.</summary>
internal sealed record SentMessage(string Input, string? WaId, string? UserId, string Wamid, string? MessageStatus);
