using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Flows;
using Kaiwa.Simulator.World;
using static Kaiwa.Simulator.Rules.TemplateFormat;

namespace Kaiwa.Simulator.Rules;

/// <summary>The flow behind a template's button: given by id, by name or as flow JSON, kept by id.</summary>
internal sealed class TemplateFlow(Platform platform)
{
    /// <summary>Puts the flow's id into the button; a flow JSON becomes a flow of the template's name. A refusal when there is no such flow.</summary>
    public async Task<Refusal?> SettleAsync(JsonArray components, BusinessAccount account, string name)
    {
        if ((Part(components, "BUTTONS")?["buttons"] as JsonArray)?.FirstOrDefault(button => Kind(button) == "FLOW") is not JsonObject button)
        {
            return null;
        }

        var sources = ((string[])["flow_id", "flow_name", "flow_json"]).Where(source => Parameters.TextOf(button[source]) is { Length: > 0 }).ToList();
        if (sources.Count != 1)
        {
            return Refusal.Parameter("Param buttons of type FLOW must have exactly one of flow_id, flow_name and flow_json.");
        }

        if (Text(button, "flow_action").ToUpperInvariant() is not ("" or "NAVIGATE" or "DATA_EXCHANGE"))
        {
            return Refusal.Parameter("Param buttons['flow_action'] must be one of {navigate, data_exchange}.");
        }

        var given = Parameters.TextOf(button[sources[0]])!;
        var flow = sources[0] switch
        {
            "flow_id" => platform.Flows.Find(given) is { } known && known.Account == account.Id ? known : null,
            "flow_name" => platform.Flows.ByName(account.Id, given),
            _ => Made(given, account, name),
        };
        if (flow is null || FlowAsset.Parse(flow.Asset) is var asset && sources[0] == "flow_json" && asset.Errors.Count > 0)
        {
            return Refusal.Parameter(sources[0] == "flow_json" ? "Param buttons['flow_json'] is not a valid flow JSON." : $"Param buttons['{sources[0]}'] is not a flow of this account: {given}.");
        }

        if (Text(button, "navigate_screen") is { Length: > 0 } screen && flow.Asset is not null && !asset.HasScreen(screen))
        {
            return Refusal.Parameter($"Param buttons['navigate_screen'] is not a screen of the flow: {screen}.");
        }

        if (sources[0] == "flow_json")
        {
            await platform.Flows.SaveAsync(flow);
        }

        button.Remove(sources[0]);
        button["flow_id"] = flow.Id;
        return null;
    }

    // Frozen versions can be sent, though not be published by hand.
    private Flow Made(string asset, BusinessAccount account, string name) => new()
    {
        Id = platform.Flows.NewId(),
        Account = account.Id,
        Name = platform.Flows.ByName(account.Id, name) is null ? name : $"{name} {platform.Flows.NewId()}",
        Status = Flow.Published,
        Categories = ["OTHER"],
        Asset = asset,
        PublishedAsset = asset,
    };
}
