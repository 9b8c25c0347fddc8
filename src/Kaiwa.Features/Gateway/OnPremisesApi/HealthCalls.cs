using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Health, stats, metrics, support and the clean-up services: answered from what is known here.</summary>
internal sealed class HealthCalls(Callbacks callbacks, StatsStore stats, RequestCounts counts)
{
    public Task<IResult> Health(ProgramCall call) => Task.FromResult(OnPremisesAnswers.Ok(new JsonObject
    {
        ["health"] = new JsonObject { ["gateway_status"] = call.Number.Restricted is null ? "connected" : "disconnected" },
    }));

    public async Task<IResult> App(ProgramCall call)
    {
        var pending = await stats.PendingAsync(call.Number, call.Aborted);
        if (IsPrometheus(call))
        {
            return Text($"# TYPE pending_outgoing_messages gauge\npending_outgoing_messages {pending.ToString(CultureInfo.InvariantCulture)}\n");
        }

        var requests = new JsonArray([.. counts.Of(call.Number.Id).Select(line => (JsonNode)new JsonObject { ["labels"] = Labels(line), ["value"] = line.Calls })]);
        return OnPremisesAnswers.Ok(new JsonObject
        {
            ["stats"] = new JsonObject
            {
                ["app"] = new JsonObject
                {
                    ["pending_outgoing_messages"] = Metric("gauge", "Messages that wait to be sent", new JsonArray(new JsonObject { ["labels"] = new JsonObject(), ["value"] = pending })),
                    ["endpoint_requests"] = Metric("counter", "Calls of programs since the start", requests),
                },
            },
        });
    }

    public async Task<IResult> Db(ProgramCall call)
    {
        var (messages, contacts) = await stats.TotalsAsync(call.Number, call.Aborted);
        return IsPrometheus(call)
            ? Text(string.Create(CultureInfo.InvariantCulture, $"# TYPE db_messages gauge\ndb_messages {messages}\n# TYPE db_contacts gauge\ndb_contacts {contacts}\n"))
            : OnPremisesAnswers.Ok(new JsonObject { ["stats"] = new JsonObject { ["db"] = new JsonObject { ["db_messages"] = messages, ["db_contacts"] = contacts } } });
    }

    public Task<IResult> Metrics(ProgramCall call)
    {
        var lines = counts.Of(call.Number.Id);
        if (IsPrometheus(call))
        {
            var text = new StringBuilder("# TYPE web_uptime gauge\n").Append(CultureInfo.InvariantCulture, $"web_uptime {(long)counts.Uptime.TotalSeconds}\n# TYPE api_requests counter\n");
            foreach (var line in lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"api_requests{{method=\"{line.Call}\",result=\"{line.Result}\"}} {line.Calls}\n");
            }

            return Task.FromResult(Text(text.ToString()));
        }

        return Task.FromResult(OnPremisesAnswers.Ok(new JsonObject
        {
            ["metrics"] = new JsonObject
            {
                ["web_uptime"] = (long)counts.Uptime.TotalSeconds,
                ["web_requests"] = lines.Sum(line => line.Calls),
                ["api_requests_duration_ms_sum"] = Metric("counter", "Milliseconds spent on calls", new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject { ["labels"] = Labels(line), ["value"] = line.Milliseconds })])),
            },
        }));
    }

    public Task<IResult> Support(ProgramCall call) => Task.FromResult(OnPremisesAnswers.Ok(new JsonObject
    {
        ["support"] = new JsonObject { ["debug_info"] = $"Kaiwa as an On-Premises client, number {call.Number.MetaId}" },
    }));

    /// <summary>Kaiwa cleans up by itself, so there is nothing to start.</summary>
    /// <summary>There is nothing to collect, and the callback says so.</summary>
    public async Task<IResult> CollectGarbage(ProgramCall call)
    {
        if (call.Path[0] is not ("message" or "media"))
        {
            return OnPremisesError.Unknown("unknown service").ToHttp();
        }

        var deleted = call.Path[0] == "message" ? "messages_deleted" : "items_deleted";
        await callbacks.TellAsync(call.Number, new JsonObject { ["services"] = new JsonArray(Collected(call.Path[0], new JsonObject { [deleted] = 0, ["status"] = "complete" })) }, call.Aborted);
        return OnPremisesAnswers.Ok(new JsonObject { ["services"] = Collected(call.Path[0], new JsonObject { ["status"] = "processing" }) });
    }

    private static JsonObject Collected(string service, JsonObject collected) => new() { [service] = new JsonObject { ["gc"] = collected } };

    private static bool IsPrometheus(ProgramCall call) => call.Http.Request.Query["format"] == "prometheus";

    private static IResult Text(string lines) => Results.Text(lines, "text/plain; version=0.0.4");

    private static JsonObject Metric(string type, string help, JsonArray data) => new() { ["type"] = type, ["help"] = help, ["data"] = data };

    private static JsonObject Labels(RequestCounts.Line line) => new() { ["method"] = line.Call, ["result"] = line.Result };
}
