using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.Flows;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>Flows that messages open must be there.</summary>
internal static class FlowRules
{
    /// <summary>The flow that a message names must be the account's own, and published; a draft only in draft mode. Of a template the flow stands in its button.</summary>
    public static Refusal? Check(BusinessAccount account, FlowStore flows, MessageKind kind, JsonSlice content, SimulatedTemplate? template)
    {
        if (template is not null)
        {
            return template.Shape.Buttons.FirstOrDefault(button => button.Type == "FLOW") is { } button
                ? Opens(account, flows.Find(button.FlowId), button.FlowId, takesDraft: false) : null;
        }

        if (kind != MessageKind.Interactive || !content["type"u8].Is("flow"u8))
        {
            return null;
        }

        var parameters = content["action"u8]["parameters"u8];
        var named = parameters["flow_id"u8].Exists ? parameters["flow_id"u8].Text : parameters["flow_name"u8].Text;
        return Opens(account, parameters["flow_id"u8].Exists ? flows.Find(named) : flows.ByName(account.Id, named), named, parameters["mode"u8].Is("draft"u8));
    }

    private static Refusal? Opens(BusinessAccount account, Flow? flow, string named, bool takesDraft) =>
        flow is null || flow.Account != account.Id ? Refusal.Invalid($"The flow {named} does not exist in this WhatsApp Business Account.")
        : flow.Status == Flow.Published || (takesDraft && flow.Status == Flow.Draft) ? null
        : Refusal.Invalid(flow.Status == Flow.Draft ? $"The flow {named} is a draft: publish it, or send it with mode draft." : $"The flow {named} is {flow.Status}: it can't be sent.");
}
