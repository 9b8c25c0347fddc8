using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Media for programs: uploaded, described, downloaded and deleted at Meta, each only by the workspace whose it is.</summary>
internal sealed class MediaCalls(GraphProxy proxy, GatewayStore store, NumberDirectory numbers)
{
    public const int LargestMegabytes = 101; // 100 MB and the form around it
    public const long LargestUpload = LargestMegabytes * 1024L * 1024;

    public async Task<IResult> Upload(Actor actor, Number number, HttpContext context)
    {
        using var given = await NodeCall.ReadAsync(context, LargestMegabytes);
        if (given.Problem is { } problem)
        {
            return problem.ToHttp();
        }

        var answer = await proxy.AskAsync(number, HttpMethod.Post, number.MetaId + "/media", QueryString.Empty, given.Content, context.RequestAborted);
        if (answer.Succeeded && Id(answer.Body) is { } id)
        {
            await store.RememberMediaAsync(actor.Workspace, id, number.Id, context.RequestAborted);
        }

        return answer.ToHttp();
    }

    // Meta's address asks for Meta's token, which programs do not have: ours takes their key.
    public Task<IResult> Describe(Number number, string mediaId, HttpContext context) =>
        Describe(number, mediaId, $"{context.Request.Scheme}://{context.Request.Host}/{mediaId}/content", context);

    public async Task<IResult> Describe(Number number, string mediaId, string address, HttpContext context)
    {
        var answer = await proxy.AskAsync(number, HttpMethod.Get, mediaId, QueryString.Empty, null, context.RequestAborted);
        if (!answer.Succeeded || JsonNode.Parse(answer.Body) is not JsonObject json)
        {
            return answer.ToHttp();
        }

        json["url"] = address;
        return Results.Text(json.ToJsonString(), "application/json");
    }

    public async Task<IResult> Download(Number number, string mediaId, HttpContext context)
    {
        var answer = await proxy.AskAsync(number, HttpMethod.Get, mediaId, QueryString.Empty, null, context.RequestAborted);
        return answer.Succeeded && JsonNode.Parse(answer.Body)?["url"]?.GetValue<string>() is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? await proxy.DownloadAsync(number, address, context)
            : answer.ToHttp();
    }

    public async Task<IResult> Delete(Actor actor, Number number, string mediaId, HttpContext context)
    {
        var answer = await proxy.AskAsync(number, HttpMethod.Delete, mediaId, QueryString.Empty, null, context.RequestAborted);
        if (answer.Succeeded)
        {
            await store.ForgetMediaAsync(actor.Workspace, mediaId, context.RequestAborted);
        }

        return answer.ToHttp();
    }

    public async Task<Number?> NumberOf(Actor actor, string mediaId, CancellationToken ct) =>
        await store.NumberOfMediaAsync(actor.Workspace, mediaId, ct) is { } id ? numbers.Find(id) : null;

    private static string? Id(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
    }
}
