using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>What the API shows of a conversation, for programs.</summary>
internal static class ExportJson
{
    private const int Unflushed = 65_536;
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    private static readonly JsonSerializerOptions Options = new(ApiJson.New()) { Encoder = Encoder };

    /// <param name="job">What.</param>
    /// <param name="reading">Where it is read.</param>
    /// <param name="fileOf">Where the file of a message lies beside this one; null where it is not there.</param>
    /// <param name="stream">Where it goes.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task WriteAsync(ExportJob job, ReadExport reading, Func<ThreadMessage, string?> fileOf, Stream stream, CancellationToken ct)
    {
        // The serializer flushes its writer without waiting, which a response refuses; into a pipe that is only a copy.
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await using var writer = new Utf8JsonWriter(pipe, new JsonWriterOptions { Encoder = Encoder, Indented = true });
        writer.WriteStartObject();
        writer.WritePropertyName("conversation");
        JsonSerializer.Serialize(
            writer,
            new { job.Conversation.Id, Customer = job.Customer, Number = job.Conversation.Phone is { } phone ? "+" + phone : null, job.Shop, ShopNumber = job.Conversation.Display, TimeZone = job.Zone.Id, ExportedAt = job.At, job.Wish.From, job.Wish.To },
            Options);
        await ListAsync(writer, pipe, "messages", reading.Messages(job, ct).Select(message => Node(job, message, fileOf)), ct);
        if (job.Wish.Notes)
        {
            await ListAsync(writer, pipe, "notes", reading.Notes(job, ct), ct);
            await ListAsync(writer, pipe, "events", reading.Events(job, ct), ct);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(ct);
        await pipe.CompleteAsync();
    }

    private static async Task ListAsync<T>(Utf8JsonWriter writer, PipeWriter pipe, string name, IAsyncEnumerable<T> items, CancellationToken ct)
    {
        writer.WriteStartArray(name);
        await foreach (var item in items.WithCancellation(ct))
        {
            JsonSerializer.Serialize(writer, item, Options);
            if (pipe.UnflushedBytes > Unflushed)
            {
                await pipe.FlushAsync(ct);
            }
        }

        writer.WriteEndArray();
    }

    private static JsonNode Node(ExportJob job, ThreadMessage message, Func<ThreadMessage, string?> fileOf)
    {
        var node = JsonSerializer.SerializeToNode(message, Options)!;
        if (message.Media is not null && job.Wish.Format == ExportFormat.Zip)
        {
            var file = fileOf(message);
            node["media"]!["file"] = file;
            node["media"]!["isMissing"] = file is null;
        }

        return node;
    }
}
