using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Flows;

/// <summary>The flows of an account: make, list, read, change, upload the flow JSON, publish, deprecate, delete.</summary>
internal sealed class FlowsApi(Platform platform)
{
    private const long MaxAssetBytes = 10 << 20;

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "SIGN_UP", "SIGN_IN", "APPOINTMENT_BOOKING", "LEAD_GENERATION", "CONTACT_US", "CUSTOMER_SUPPORT", "SURVEY", "OTHER",
    };

    private static readonly HashSet<string> ListFields = ["id", "name", "status", "categories", "validation_errors"];

    /// <summary>/{waba}/flows.</summary>
    public async Task<bool> AccountAsync(HttpContext http, BusinessAccount account)
    {
        if (HttpMethods.IsPost(http.Request.Method))
        {
            return await CreateAsync(http, account);
        }

        var fields = GraphJson.Fields(http) ?? ListFields;
        return HttpMethods.IsGet(http.Request.Method) && GraphJson.Page(http, platform.Flows.Of(account.Id), PublicUrl.Origin(http, platform.Options), (json, flow) => Shown(flow, fields).WriteTo(json));
    }

    /// <summary>/{flow} and its edges; false when there is no such flow, edge or method.</summary>
    public async Task<bool> HandleAsync(HttpContext http, string id, string edge, string prefix) => platform.Flows.Find(id) is { } flow && (http.Request.Method, edge) switch
    {
        ("GET", "") => GraphJson.Write(http, json => WriteMembers(json, Shown(flow, GraphJson.Fields(http) ?? ListFields))),
        ("POST", "") => await ChangeAsync(http, flow),
        ("DELETE", "") => await DeleteAsync(http, flow),
        ("GET", "assets") => Assets(http, flow, prefix),
        ("POST", "assets") => await UploadAsync(http, flow),
        ("GET", "assets/flow.json") => await DownloadAsync(http, flow),
        ("POST", "publish") => await PublishAsync(http, flow),
        ("POST", "deprecate") => await DeprecateAsync(http, flow),
        _ => false,
    };

    private async Task<bool> CreateAsync(HttpContext http, BusinessAccount account)
    {
        var given = await Parameters.ReadAsync(http);
        var source = given.Text("clone_flow_id") is { } sourceId ? platform.Flows.Find(sourceId) : null;
        if (given.Has("clone_flow_id") && source?.Account != account.Id)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param clone_flow_id is not the id of a flow of this account."));
        }

        if (!given.Has("categories") && source is null)
        {
            return GraphJson.Refuse(http, Refusal.Required("categories"));
        }

        var flow = new Flow { Id = platform.Flows.NewId(), Account = account.Id, Name = "", Categories = source?.Categories ?? [], EndpointUri = source?.EndpointUri, Asset = source?.Asset };
        if (Changed(flow, given, out flow) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        flow = flow with { Asset = AssetOf(given) ?? flow.Asset };
        var asset = FlowAsset.Parse(flow.Asset);
        if (given.Truth("publish") == true && WhyUnpublishable(flow, asset) is { } why)
        {
            return GraphJson.Refuse(http, new Refusal(139002, why));
        }

        await platform.Flows.SaveAsync(flow);
        if (given.Truth("publish") == true)
        {
            await SetStatusAsync(flow with { PublishedAsset = flow.Asset }, Flow.Published);
        }

        return GraphJson.Write(http, json => WriteMembers(json, new JsonObject { ["id"] = flow.Id, ["success"] = true, ["validation_errors"] = flow.Asset is null ? [] : ErrorsOf(asset) }));
    }

    private async Task<bool> ChangeAsync(HttpContext http, Flow flow)
    {
        var given = await Parameters.ReadAsync(http);
        var wrong = flow.Status == Flow.Deprecated ? new Refusal(139001, "A deprecated flow cannot be changed.") : Changed(flow, given, out flow);
        if (wrong is not null)
        {
            return GraphJson.Refuse(http, wrong);
        }

        await platform.Flows.SaveAsync(flow);
        return GraphJson.Success(http);
    }

    private Refusal? Changed(Flow before, Parameters given, out Flow flow)
    {
        flow = before with
        {
            Name = given.Text("name") ?? before.Name,
            Categories = given.Array("categories") is { } list ? [.. list.Select(category => Parameters.TextOf(category) ?? "")] : before.Categories,
            EndpointUri = given.Text("endpoint_uri") ?? before.EndpointUri,
            Application = given.Text("application_id") ?? before.Application,
        };
        var endpoint = flow.EndpointUri;
        return flow.Name.Length == 0 ? Refusal.Required("name")
            : platform.Flows.ByName(flow.Account, flow.Name) is { } other && other.Id != flow.Id ? Refusal.Parameter($"Param name must be unique: a flow of this account is already called \"{flow.Name}\".")
            : (given.Has("categories") && given.Array("categories") is null) || flow.Categories.Count == 0 || !flow.Categories.All(Categories.Contains) ? Refusal.Parameter($"Param categories must be a list of {{{string.Join(", ", Categories)}}}.")
            : endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") ? Refusal.Parameter("Param endpoint_uri must be a valid URI.")
            : null;
    }

    private async Task<bool> UploadAsync(HttpContext http, Flow flow)
    {
        if (flow.Status == Flow.Deprecated)
        {
            return GraphJson.Refuse(http, new Refusal(139001, "A deprecated flow cannot be changed."));
        }

        if (!http.Request.HasFormContentType || (await http.Request.ReadFormAsync(http.RequestAborted)) is not { } form || form.Files["file"] is not { } file)
        {
            return GraphJson.Refuse(http, Refusal.Required("file"));
        }

        if (form["asset_type"] != "FLOW_JSON" || form["name"] != "flow.json")
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Params asset_type and name must be FLOW_JSON and flow.json."));
        }

        if (file.Length > MaxAssetBytes)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param file must not be larger than 10 MB."));
        }

        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        await platform.Flows.SaveAsync(flow with { Asset = text });
        return GraphJson.Write(http, json => WriteMembers(json, new JsonObject { ["success"] = true, ["validation_errors"] = ErrorsOf(FlowAsset.Parse(text)) }));
    }

    private bool Assets(HttpContext http, Flow flow, string prefix)
    {
        var root = platform.Options.PublicBaseUrl is null ? PublicUrl.Of(http, platform.Options) + prefix : PublicUrl.Of(http, platform.Options);
        return flow.Asset is null ? GraphJson.Data(http)
            : GraphJson.Data(http, new JsonObject { ["name"] = "flow.json", ["asset_type"] = "FLOW_JSON", ["download_url"] = $"{root}/{flow.Id}/assets/flow.json" });
    }

    private static async Task<bool> DownloadAsync(HttpContext http, Flow flow)
    {
        if (flow.Asset is null)
        {
            return false;
        }

        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.WriteAsync(flow.Asset, http.RequestAborted);
        return true;
    }

    private async Task<bool> PublishAsync(HttpContext http, Flow flow)
    {
        if (WhyUnpublishable(flow, FlowAsset.Parse(flow.Asset)) is { } why)
        {
            return GraphJson.Refuse(http, new Refusal(139002, why));
        }

        await SetStatusAsync(flow with { PublishedAsset = flow.Asset }, Flow.Published);
        return GraphJson.Success(http);
    }

    private async Task<bool> DeprecateAsync(HttpContext http, Flow flow)
    {
        if (flow.Status != Flow.Published)
        {
            return GraphJson.Refuse(http, new Refusal(139003, "Only a published flow can be deprecated."));
        }

        await SetStatusAsync(flow, Flow.Deprecated);
        return GraphJson.Success(http);
    }

    private async Task<bool> DeleteAsync(HttpContext http, Flow flow)
    {
        if (flow.Status != Flow.Draft)
        {
            return GraphJson.Refuse(http, new Refusal(139004, "Only a draft can be deleted."));
        }

        await platform.Flows.RemoveAsync(flow.Id);
        return GraphJson.Success(http);
    }

    private static string? WhyUnpublishable(Flow flow, FlowAsset asset) =>
        flow.Status == Flow.Deprecated ? "A deprecated flow cannot be published."
        : flow.Status == Flow.Published && !flow.HasUnpublishedAsset ? "The flow is published, and its flow JSON has not changed since."
        : asset.Errors.Count > 0 ? $"The flow JSON has errors: {asset.Errors[0].Message}"
        : !asset.IsPublishable ? $"Version {asset.Version} of the flow JSON is frozen: publish 6.0 or later."
        : asset.DataApiVersion is not null && flow.EndpointUri is null ? "A flow with a data_api_version needs an endpoint_uri."
        : null;

    private async Task SetStatusAsync(Flow flow, string status)
    {
        await platform.Flows.SaveAsync(flow with { Status = status });
        var value = new JsonObject
        {
            ["event"] = "FLOW_STATUS_CHANGE",
            ["message"] = $"Flow {flow.Name} changed status from {flow.Status} to {status}",
            ["flow_id"] = flow.Id,
            ["old_status"] = flow.Status,
            ["new_status"] = status,
        };
        await platform.TellAsync(flow.Account, "flows", value.ToJsonString(), withTime: true);
    }

    private JsonObject Shown(Flow flow, HashSet<string> fields)
    {
        var asset = FlowAsset.Parse(flow.Asset);
        var all = new JsonObject
        {
            ["id"] = flow.Id,
            ["name"] = flow.Name,
            ["status"] = flow.Status,
            ["categories"] = new JsonArray([.. flow.Categories.Select(category => JsonValue.Create(category))]),
            ["validation_errors"] = flow.Asset is null ? [] : ErrorsOf(asset),
            ["json_version"] = asset.Version.Length > 0 ? asset.Version : null,
            ["data_api_version"] = asset.DataApiVersion,
            ["endpoint_uri"] = flow.EndpointUri,
            ["whatsapp_business_account"] = new JsonObject { ["id"] = flow.Account },
            ["application"] = new JsonObject { ["id"] = flow.Application ?? platform.Options.AppId },
            ["preview"] = new JsonObject
            {
                ["preview_url"] = $"https://business.facebook.com/wa/manage/flows/{flow.Id}/preview/?token=simulated",
                ["expires_at"] = platform.Clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        foreach (var name in all.Select(member => member.Key).Where(name => name != "id" && (!fields.Contains(name) || all[name] is null)).ToList())
        {
            all.Remove(name);
        }

        return all;
    }

    private static JsonArray ErrorsOf(FlowAsset asset) => new([.. asset.Errors.Select(error => error.ToJson())]);

    private static string? AssetOf(Parameters given) => given.Object("flow_json")?.ToJsonString() ?? given.Text("flow_json");

    private static void WriteMembers(Utf8JsonWriter json, JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            value!.WriteTo(json);
        }
    }
}
