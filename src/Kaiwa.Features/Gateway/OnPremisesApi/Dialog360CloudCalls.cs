using System.Text;
using Kaiwa.Features.Gateway.GraphApi;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>360dialog's second API: Meta's Cloud API without a version and without the number's id in the path, because the key says it.</summary>
internal sealed class Dialog360CloudCalls(SendMessage send, MediaCalls media, GraphProxy proxy)
{
    // Programs put the API's own address in its place before they fetch: literally this text.
    private const string MetasHost = "https://lookaside.fbsbx.com";

    public Task<IResult> Handle(ProgramCall call) => (call.Http.Request.Method, call.Path) switch
    {
        ("POST", ["messages"]) => Send(call),
        ("POST", ["media"]) => media.Upload(call.Caller.Actor, call.Number, call.Http),
        ("GET", ["whatsapp_business", "attachments"]) => OfOwnAsync(call, call.Http.Request.Query["mid"].ToString(), id => media.Download(call.Number, id, call.Http)),
        ("GET", ["health_status"]) => Health(call),
        ("GET", [var id]) => OfOwnAsync(call, id, own => media.Describe(call.Number, own, $"{MetasHost}/whatsapp_business/attachments/?mid={own}", call.Http)),
        ("DELETE", [var id]) => OfOwnAsync(call, id, own => media.Delete(call.Caller.Actor, call.Number, own, call.Http)),
        _ => Task.FromResult(GraphErrors.NotServed(call.Http.Request.Method, call.Http.Request.Path).ToHttp()),
    };

    private async Task<IResult> Send(ProgramCall call)
    {
        if (await call.TextAsync() is not { } body)
        {
            return GraphErrors.TooLarge("1 MB").ToHttp();
        }

        var key = call.Http.Request.Headers.TryGetValue("Idempotency-Key", out var value) ? value.ToString() : null;
        return (await send.Handle(call.Caller.Actor, call.Number, new SendRequest(Encoding.UTF8.GetBytes(body), SendEdge.Messages, key), call.Aborted)).ToHttp();
    }

    private async Task<IResult> Health(ProgramCall call)
    {
        var answer = await proxy.AskAsync(call.Number, HttpMethod.Get, call.Number.MetaId, QueryString.Create("fields", "health_status"), null, call.Aborted);
        return Results.Text(Encoding.UTF8.GetString(answer.Body), "application/json", Encoding.UTF8, answer.Status);
    }

    private async Task<IResult> OfOwnAsync(ProgramCall call, string id, Func<string, Task<IResult>> serve) =>
        id.Length > 0 && id.All(char.IsAsciiDigit) && (await media.NumberOf(call.Caller.Actor, id, call.Aborted))?.Id == call.Number.Id
            ? await serve(id)
            : GraphErrors.Unknown(call.Http.Request.Method, id).ToHttp();
}
