using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Features.Templates;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>What 360dialog added to the On-Premises API: <c>/v1/configs/…</c>.</summary>
internal sealed class Dialog360Calls(SettingsStore settings, AddressGuard guard, ITemplates templates, GraphProxy proxy)
{
    private const int MostTemplates = 1000;

    /// <summary>The answer to what 360dialog kept for itself: users, account, application settings, certificates, backup.</summary>
    public static IResult Blocked(string path) => OnPremisesAnswers.Platform(StatusCodes.Status403Forbidden, 403, $"This URL {path} is blocked. It is not served to D360-API-KEY.");

    public static IResult BadKey() => OnPremisesAnswers.Platform(StatusCodes.Status401Unauthorized, 404, "Invalid api_key or token expired");

    public async Task<IResult> Webhook(ProgramCall call) => Shown(await settings.ReadAsync(call.Number, call.Aborted));

    public Task<IResult> SetWebhook(ProgramCall call) => SetWebhookAsync(call, RelayShape.OnPremises);

    /// <summary>The same call of the second API: what comes to the address has the Cloud's shape.</summary>
    public Task<IResult> SetCloudWebhook(ProgramCall call) => SetWebhookAsync(call, RelayShape.Dialog360);

    private async Task<IResult> SetWebhookAsync(ProgramCall call, RelayShape shape)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        var change = new JsonObject { ["webhooks"] = new JsonObject { ["url"] = body["url"]?.DeepClone() } };
        if (body.Text("url") is null || ApplicationSettings.Complaint(change, guard) is not null)
        {
            return OnPremisesAnswers.Platform(StatusCodes.Status400BadRequest, 400, "url must be a public https address without a user name");
        }

        var headers = body["headers"] as JsonObject;
        if (headers is not null && !CallbackHeaders.AreFine(headers))
        {
            return OnPremisesAnswers.Platform(StatusCodes.Status400BadRequest, 400, "headers must be at most 20 names with a text each, none of them about the connection or the body");
        }

        return Shown(await settings.ChangeAsync(
            call.Number, now => now with { Application = ApplicationSettings.Merge(now.Application, change), WebhookHeaders = (JsonObject?)headers?.DeepClone() }, call.Aborted, shape));
    }

    public async Task<IResult> Templates(ProgramCall call)
    {
        var query = call.Http.Request.Query;
        var limit = Number(query["limit"], MostTemplates, MostTemplates);
        var offset = Number(query["offset"], 0, int.MaxValue);
        var all = (await templates.ListAsync(call.Caller.Actor, call.Aborted)).Where(template => template.WabaId == call.Number.Waba.Id).OrderBy(template => template.Id).ToList();
        var shown = all.Skip(offset).Take(limit).Select(template => (JsonNode)new JsonObject
        {
            ["name"] = template.Name,
            ["namespace"] = call.Number.Waba.MetaId,
            ["language"] = template.Language,
            ["category"] = template.Category.ToString().ToUpperInvariant(),
            ["status"] = template.Status.ToLowerInvariant(),
            ["rejected_reason"] = "NONE",
            ["components"] = JsonNode.Parse(template.Components),
        }).ToArray();
        return OnPremisesAnswers.Json(new JsonObject
        {
            ["count"] = shown.Length,
            ["total"] = all.Count,
            ["limit"] = limit,
            ["offset"] = offset,
            ["sort"] = new JsonArray("id"),
            ["filters"] = new JsonObject(),
            ["waba_templates"] = new JsonArray(shown),
        });
    }

    public async Task<IResult> CreateTemplate(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        var answer = await proxy.AskAsync(call.Number, HttpMethod.Post, call.Number.Waba.MetaId + "/message_templates", QueryString.Empty, CloudJson.Content(body), call.Aborted);
        if (CloudJson.Read(answer, out var error) is not { } made)
        {
            return error!.ToHttp();
        }

        body["namespace"] = call.Number.Waba.MetaId;
        body["status"] = (made["status"]?.ToString() ?? "submitted").ToLowerInvariant();
        body["rejected_reason"] = "NONE";
        return OnPremisesAnswers.Json(body, StatusCodes.Status201Created);
    }

    public async Task<IResult> DeleteTemplate(ProgramCall call)
    {
        var answer = await proxy.AskAsync(
            call.Number, HttpMethod.Delete, call.Number.Waba.MetaId + "/message_templates", QueryString.Create("name", call.Path[0]), null, call.Aborted);
        return CloudJson.Read(answer, out var error) is null ? error!.ToHttp() : OnPremisesAnswers.Ok();
    }

    public Task<IResult> PhoneNumber(ProgramCall call) => Task.FromResult(OnPremisesAnswers.Json(new JsonObject { ["phone_number"] = ContactCalls.Digits(call.Number.Display) }));

    private static IResult Shown(NumberSettings now) => OnPremisesAnswers.Json(new JsonObject
    {
        ["url"] = ApplicationSettings.Callbacks(now).Url,
        ["headers"] = now.WebhookHeaders?.DeepClone() ?? new JsonObject(),
    });

    private static int Number(string? text, int otherwise, int most) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most) : otherwise;
}
