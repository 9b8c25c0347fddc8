using System.Buffers;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Meta's Cloud API as Kaiwa serves it, with and without a version in the path. The key is the access token.</summary>
internal sealed class GraphEndpoints(ApiKeys keys, SendMessage send, MediaCalls media, GraphNodes nodes, NodeCalls calls)
{
    private const int LargestMessage = 1024 * 1024;
    private const string Id = "{id:regex(^(\\d{{1,25}}|Y2FwaV9ncm91cDo[A-Za-z0-9_-]{{1,300}})$)}"; // a group's begins with "capi_group:" in Base64
    private const string Session = "upload:{id:regex(^[A-Za-z0-9_=.+-]{{1,500}}$)}";
    private static readonly string[] Prefixes = ["/v{version:regex(^(13|14|15|16|17|18|19|20|21|22|23|24|25|26)(\\.0)?$)}/", "/"];

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var prefix in Prefixes)
        {
            Add(app, HttpMethods.Post, prefix + Id + "/messages", (graph, context, id) => graph.Messages(context, id, SendEdge.Messages));
            Add(app, HttpMethods.Post, prefix + Id + "/marketing_messages", (graph, context, id) => graph.Messages(context, id, SendEdge.MarketingMessages));
            Add(app, HttpMethods.Post, prefix + Id + "/media", (graph, context, id) => graph.Upload(context, id));
            Add(app, HttpMethods.Get, prefix + Id + "/content", (graph, context, id) => graph.Content(context, id));
            Add(app, HttpMethods.Get, prefix + Id, (graph, context, id) => graph.Node(context, id));
            Add(app, HttpMethods.Delete, prefix + Id, (graph, context, id) => graph.Delete(context, id));
            foreach (var method in (string[])[HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete])
            {
                Add(app, method, prefix + Id + "/{**rest}", (graph, context, id) => graph.PassOn(context, id, context.Request.RouteValues["rest"] as string ?? ""));
            }

            Add(app, HttpMethods.Post, prefix + Id, (graph, context, id) => graph.PassOn(context, id, ""));
            foreach (var method in (string[])[HttpMethods.Get, HttpMethods.Post])
            {
                Add(app, method, prefix + Session, (graph, context, id) => graph.PassOn(context, "upload:" + id, ""));
            }
        }

        app.Map(Prefixes[0] + "{**rest}", NotServed).AllowAnonymous();
    }

    private static void Add(IEndpointRouteBuilder app, string method, string pattern, Func<GraphEndpoints, HttpContext, string, Task<IResult>> handle)
    {
        app.MapMethods(pattern, [method], async context =>
        {
            var graph = context.RequestServices.GetRequiredService<GraphEndpoints>();
            var answer = await handle(graph, context, (string)context.Request.RouteValues["id"]!);
            await answer.ExecuteAsync(context);
        }).AllowAnonymous();
    }

    private static IResult NotServed(HttpContext context) => GraphErrors.NotServed(context.Request.Method, context.Request.Path).ToHttp();

    private async Task<IResult> Messages(HttpContext context, string id, SendEdge edge) => await AsAsync(context, Permissions.Send, async actor =>
    {
        if (nodes.Number(actor, id) is not { } number)
        {
            return GraphErrors.Unknown("post", id).ToHttp();
        }

        var body = await ReadAsync(context.Request);
        var key = context.Request.Headers.TryGetValue("Idempotency-Key", out var value) ? value.ToString() : null;
        return body is { } whole
            ? (await send.Handle(actor, number, new SendRequest(whole, edge, key, PrefersAsync(context.Request)), context.RequestAborted)).ToHttp()
            : GraphErrors.TooLarge("1 MB").ToHttp();
    });

    private Task<IResult> Upload(HttpContext context, string id) => AsAsync(context, Permissions.Send, async actor =>
        nodes.Number(actor, id) is { } number ? await media.Upload(actor, number, context) : GraphErrors.Unknown("post", id).ToHttp());

    private Task<IResult> Content(HttpContext context, string id) => AsAsync(context, Permissions.Read, async actor =>
        await media.NumberOf(actor, id, context.RequestAborted) is { } number ? await media.Download(number, id, context) : GraphErrors.Unknown("get", id).ToHttp());

    /// <summary>Media may be deleted by who may upload; what else is deleted is changed.</summary>
    private Task<IResult> Delete(HttpContext context, string id) => AsAsync(context, Permissions.None, async actor =>
    {
        var number = await media.NumberOf(actor, id, context.RequestAborted);
        var needed = number is null ? Permissions.Administer : Permissions.Send;
        return !actor.May(needed) ? GraphErrors.NotPermitted(needed.ToString()).ToHttp()
            : number is null ? await calls.Handle(context, actor, id, "")
            : await media.Delete(actor, number, id, context);
    });

    private Task<IResult> Node(HttpContext context, string id) => AsAsync(context, Permissions.Read, async actor =>
        await media.NumberOf(actor, id, context.RequestAborted) is { } owner ? await media.Describe(owner, id, context) : await calls.Handle(context, actor, id, ""));

    /// <summary>Reading needs no more than a key; what changes a number, an account or what belongs to them needs one that administers.</summary>
    private Task<IResult> PassOn(HttpContext context, string id, string rest) =>
        AsAsync(context, HttpMethods.IsGet(context.Request.Method) ? Permissions.Read : Permissions.Administer, actor => calls.Handle(context, actor, id, rest));

    private async Task<IResult> AsAsync(HttpContext context, Permissions permission, Func<Actor, Task<IResult>> handle)
    {
        if (TokenOf(context.Request) is not { Length: > 0 } token)
        {
            return GraphErrors.NoToken().ToHttp();
        }

        if (await keys.FindAsync(token, context.RequestAborted) is not { } actor)
        {
            return GraphErrors.BadToken().ToHttp();
        }

        return actor.May(permission) ? await handle(actor) : GraphErrors.NotPermitted(permission.ToString()).ToHttp();
    }

    private static bool PrefersAsync(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(line => (line ?? "").Split(',')).Any(preference => preference.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase));

    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim()
            : header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? header["OAuth ".Length..].Trim()
            : request.Query["access_token"];
    }

    /// <summary>The body, or null when it is too large.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > LargestMessage)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (result.Buffer.Length > LargestMessage)
            {
                return null;
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
