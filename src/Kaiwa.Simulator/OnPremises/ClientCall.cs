using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>One call of the business's program to its client.</summary>
internal sealed record ClientCall(HttpContext Http, OnPremisesClient Client, string[] Path)
{
    private const int LargestFile = 100 << 20;

    public BusinessNumber Number => Client.Number;

    /// <summary>The body as parameters; none when it is empty. Throws <see cref="JsonException"/> when it is no JSON object.</summary>
    public async Task<Parameters> BodyAsync()
    {
        var bytes = await BytesAsync();
        return new Parameters(bytes.Length == 0 ? [] : JsonNode.Parse(bytes) as JsonObject ?? throw new JsonException("The body is not an object."));
    }

    /// <summary>The body as it is, or the one file of a form. Empty when it is too large.</summary>
    public async Task<byte[]> BytesAsync()
    {
        using var whole = new MemoryStream();
        if (Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestFile + 1;
        }

        await using var given = Http.Request.HasFormContentType && (await Http.Request.ReadFormAsync(Http.RequestAborted)).Files is [var file, ..] ? file.OpenReadStream() : Http.Request.Body;
        await given.CopyToAsync(whole, Http.RequestAborted);
        return whole.Length > LargestFile ? [] : whole.ToArray();
    }
}

/// <summary>What the client answers: JSON, to which <c>meta</c> is added, or a file.</summary>
internal sealed record ClientAnswer(JsonObject Body)
{
    public int Status { get; init; } = 200;

    public MediaItem? File { get; init; }

    public static implicit operator ClientAnswer(JsonObject body) => new(body);

    public static implicit operator ClientAnswer(ClientError error) => new(new JsonObject { ["errors"] = new JsonArray(FlatBody.Error(error)) }) { Status = error.Http };
}
