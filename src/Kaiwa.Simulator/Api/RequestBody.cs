using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kaiwa.Simulator.Api;

/// <summary>The whole body of a request, without a copy where it arrived in one piece. Release it when done with the memory.</summary>
internal readonly struct RequestBody(ReadOnlyMemory<byte> bytes, byte[]? rented, PipeReader? reader, SequencePosition end)
{
    private const int MaxBytes = 1 << 20;
    private const long MaxFileBytes = 101 << 20;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Files are larger than what a server takes from anybody.</summary>
    public static void AllowFile(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFileBytes;
        }
    }

    public static async ValueTask<RequestBody> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase) && http.Request.HasFormContentType)
        {
            return new RequestBody(await FormAsJsonAsync(http), null, null, default);
        }

        var reader = http.Request.BodyReader;
        ReadResult read;
        while (true)
        {
            read = await reader.ReadAsync(http.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length == http.Request.ContentLength || read.Buffer.Length > MaxBytes)
            {
                break;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        if (read.Buffer.IsSingleSegment)
        {
            return new RequestBody(read.Buffer.First, null, reader, read.Buffer.End);
        }

        var length = (int)Math.Min(read.Buffer.Length, MaxBytes);
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        read.Buffer.Slice(0, length).CopyTo(rented);
        return new RequestBody(rented.AsMemory(0, length), rented, reader, read.Buffer.End);
    }

    public void Release()
    {
        reader?.AdvanceTo(end);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // Graph takes parameters as JSON, as a form and in the query alike.
    private static async Task<ReadOnlyMemory<byte>> FormAsJsonAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        using var stream = new MemoryStream();
        await using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, values) in form)
            {
                var value = values.ToString();
                if (value.StartsWith('{') || value.StartsWith('['))
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(Encoding.UTF8.GetBytes(value), skipInputValidation: true);
                }
                else
                {
                    json.WriteString(name, value);
                }
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
