using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Errors;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>To Meta with the token of the workspace's number, when the id is the caller's own, the path is one that is passed on, and nothing in the request names somebody else's.</summary>
internal sealed class NodeCalls(GraphNodes nodes, NodeStore store, GraphProxy proxy)
{
    private const int LargestMegabytes = 12; // a flow's JSON has up to 10

    /// <summary>Which answers tell ids that are then the workspace's own: of the kind, by the edge.</summary>
    private static readonly (string Owner, string Edge, string Kind)[] Teaching =
    [
        (GraphPaths.Number, "groups", GraphPaths.Group),
        (GraphPaths.Waba, "flows", GraphPaths.Flow),
        (GraphPaths.Waba, "message_templates", GraphPaths.Template),
        (GraphPaths.Waba, "product_catalogs", GraphPaths.Catalogue),
        (GraphPaths.Catalogue, "product_sets", GraphPaths.ProductSet),
        (GraphPaths.App, "uploads", GraphPaths.Upload),
    ];

    /// <summary>Parameters that name another node, and what it must be.</summary>
    private static readonly (string Parameter, string Kind)[] Naming =
        [("clone_flow_id", GraphPaths.Flow), ("source_waba_id", GraphPaths.Waba), ("hsm_id", GraphPaths.Template), ("hsm_ids", GraphPaths.Template), ("catalog_id", GraphPaths.Catalogue)];

    public async Task<IResult> Handle(HttpContext context, Actor actor, string id, string rest)
    {
        var (method, ct) = (context.Request.Method, context.RequestAborted);
        if (await nodes.FindAsync(actor, id, ct) is not { } node)
        {
            return GraphErrors.Unknown(method, id).ToHttp();
        }

        if (GraphPaths.Find(node.Kind, method, rest) is not { } path)
        {
            return GraphErrors.NotServed(method, context.Request.Path).ToHttp();
        }

        if (path.Verdict == PathVerdict.Refused)
        {
            return GraphErrors.Refused(method, context.Request.Path, path.Why).ToHttp();
        }

        return node.Kind == GraphPaths.Upload ? await UploadAsync(context, node, id) : await PassAsync(context, actor, node, id, rest);
    }

    private async Task<IResult> PassAsync(HttpContext context, Actor actor, OwnNode node, string id, string rest)
    {
        var (method, ct) = (context.Request.Method, context.RequestAborted);
        using var given = await NodeCall.ReadAsync(context, LargestMegabytes);
        if (given.Problem is { } problem)
        {
            return problem.ToHttp();
        }

        if (await RefusalAsync(actor, node, given, method, ct) is { } refusal)
        {
            return refusal.ToHttp();
        }

        var answer = await proxy.AskAsync(node.Number, new HttpMethod(method), rest.Length == 0 ? id : $"{id}/{rest}", given.Query, given.Content, ct);
        if (answer.Succeeded)
        {
            await LearnAsync(actor, node, method, id, rest, answer.Body, ct);
        }

        return Answer(context, node, answer);
    }

    /// <summary>The bytes of a file: nothing in them is read, by us or by Meta, as parameters.</summary>
    private async Task<IResult> UploadAsync(HttpContext context, OwnNode node, string id)
    {
        NodeCall.AllowBody(context, MediaCalls.LargestUpload);
        var signature = context.Request.Query["sig"].ToString();
        var query = signature.Length == 0 ? QueryString.Empty : QueryString.Create("sig", signature);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            return Answer(context, node, await proxy.AskAsync(node.Number, HttpMethod.Get, id, query, null, context.RequestAborted));
        }

        if (!long.TryParse(context.Request.Headers["file_offset"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var offset))
        {
            return GraphErrors.InvalidParameter("The header file_offset must say where the part begins: 0 for the first.").ToHttp();
        }

        using var content = new StreamContent(context.Request.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentLength = context.Request.ContentLength;
        return Answer(context, node, await proxy.UploadAsync(node.Number, id, query, content, offset, context.RequestAborted));
    }

    private async Task<GraphError?> RefusalAsync(Actor actor, OwnNode node, NodeCall given, string method, CancellationToken ct)
    {
        // Graph takes the method from a parameter too, and several ids at once.
        foreach (var name in (string[])["method", "ids", "batch", "preverified_id"])
        {
            if (given[name] is not null)
            {
                return GraphErrors.InvalidParameter($"The parameter {name} is not passed on.");
            }
        }

        if (given["webhook_configuration"] is not null || given["override_callback_uri"] is not null || given["webhook_url"] is not null)
        {
            return GraphErrors.InvalidParameter("Kaiwa keeps the webhook's address: a change would cut it off from its own webhooks. Let Kaiwa's webhook relay send events to you.");
        }

        if (given["fields"] is { } fields && FieldGuard.Refusal(fields, name => IsRefused(node.Kind, name) || IsRefused(GraphPaths.Waba, name)) is { } why)
        {
            return GraphErrors.InvalidParameter(why);
        }

        foreach (var (parameter, kind) in Naming)
        {
            foreach (var named in Ids(given[parameter]))
            {
                if (!await nodes.IsOwnAsync(actor, named, kind, ct))
                {
                    return GraphErrors.Unknown(method, named);
                }
            }
        }

        return null;
    }

    private static bool IsRefused(string kind, string edge) => GraphPaths.Find(kind, HttpMethods.Get, edge) is { Verdict: PathVerdict.Refused };

    /// <summary>One id, or a list of them.</summary>
    private static IEnumerable<string> Ids(string? value) =>
        (value ?? "").Split([',', '[', ']', '"'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task LearnAsync(Actor actor, OwnNode node, string method, string id, string rest, byte[] body, CancellationToken ct)
    {
        if (HttpMethods.IsDelete(method))
        {
            if (rest.Length == 0)
            {
                await store.ForgetAsync(actor.Workspace, id, ct);
            }

            return;
        }

        if (Teaching.FirstOrDefault(edge => edge.Owner == node.Kind && edge.Edge == rest) is { Kind: { } kind })
        {
            await store.RememberAsync(actor.Workspace, node.Number.Id, kind, Told(body), ct);
        }
    }

    private static List<string> Told(byte[] body)
    {
        try
        {
            var answer = JsonNode.Parse(body) as JsonObject;
            var told = (answer?["data"] as JsonArray ?? answer?["data"]?["groups"] as JsonArray) is { } list ? list.Select(item => item?["id"]) : [answer?["id"]];
            return [.. told.OfType<JsonValue>().Select(id => id.ToString().Split('?')[0]).Where(id => id.Length is > 0 and <= 510)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IResult Answer(HttpContext context, OwnNode node, GraphProxy.Answer answer) =>
        (answer with { Body = GraphProxy.Rewrite(answer.Body, node.Number, $"{context.Request.Scheme}://{context.Request.Host}") }).ToHttp();
}
