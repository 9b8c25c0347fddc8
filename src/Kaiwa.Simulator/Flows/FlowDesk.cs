using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Control;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Flows;

/// <summary>Flows open on phones: what the person does is asked of the endpoint, and the end of it goes to the business as <c>nfm_reply</c>.</summary>
internal sealed class FlowDesk(Platform platform) : IDisposable
{
    private readonly FlowEndpoint endpoint = new(platform.Options);
    private readonly EncryptionKeys keys = new(platform);
    private readonly ConcurrentDictionary<ulong, Session> open = new();

    public Task<PhoneFlow> StepAsync(ulong phone, PhoneFlowStep step, CancellationToken ct)
    {
        var data = step.Data is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) } ? throw new PhoneProblemException("The data of a flow is a JSON object: {\"date\":\"2026-01-02\"}.")
            : step.Data is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given)! : [];
        return step.Action switch
        {
            "open" => OpenAsync(phone, step.Message, ct),
            "submit" => SubmitAsync(phone, Current(phone), data, ct),
            "navigate" => Task.FromResult(Navigate(Current(phone), step.Screen ?? "", data)),
            "back" => BackAsync(phone, Current(phone), ct),
            "complete" => CompleteAsync(phone, Current(phone), data),
            _ => throw new PhoneProblemException($"\"{step.Action}\" is no step of a flow: give open, submit, navigate, back or complete."),
        };
    }

    /// <summary>Meta's health check of a flow's endpoint, with the key of the account's first number that has one.</summary>
    public async Task<FlowHealth> PingAsync(Flow flow, CancellationToken ct)
    {
        var number = platform.Meta.Account(flow.Account)!.Numbers.FirstOrDefault(number => keys.PemOf(number) is not null);
        var answer = await endpoint.AskAsync(EndpointOf(flow), () => number is null ? null : keys.PemOf(number), new JsonObject { ["version"] = FlowAsset.Parse(flow.Asset).DataApiVersion ?? "3.0", ["action"] = "ping" }, ct);
        var active = answer.Plain?["data"] is JsonObject data && (string?)data["status"] == "active";
        return new FlowHealth(active, answer.Http, active ? null : answer.Error ?? "The endpoint did not answer {\"data\":{\"status\":\"active\"}}.");
    }

    public void Clear() => open.Clear();

    public void Dispose() => endpoint.Dispose();

    private Session Current(ulong phone) => open.GetValueOrDefault(phone) ?? throw new PhoneProblemException("No flow is open on this phone: open one first.");

    private async Task<PhoneFlow> OpenAsync(ulong phone, string? message, CancellationToken ct)
    {
        await platform.Writer.FlushAsync();
        var found = new ThreadReader(platform).Meant(phone, message, shown => shown.Buttons.Any(button => button.Kind == "flow"))
            ?? throw new PhoneProblemException($"This phone shows no flow. Look at GET /phones/{phone} for what it has.");
        var number = platform.Meta.Number(found.Number)!;
        var opening = FlowOpening.Read(platform, found);
        var flow = (opening.FlowId is { } id ? platform.Flows.Find(id) : platform.Flows.ByName(number.Account.Id, opening.FlowName ?? ""))
            ?? throw new PhoneProblemException($"The flow {opening.FlowId ?? opening.FlowName} was deleted.");
        if (flow.Status != Flow.Published && !(opening.TakesDraft && flow.Status == Flow.Draft))
        {
            throw new PhoneProblemException($"The flow {flow.Name} is {flow.Status}: it does not open.");
        }

        platform.Courier.Stirred(phone);
        var session = new Session(flow, FlowAsset.Parse(opening.TakesDraft ? flow.Asset : flow.PublishedAsset), number, found.Id, opening.Token);
        open[phone] = session;
        if (opening.AsksEndpoint)
        {
            return await AskAsync(phone, session, "INIT", null, null, ct);
        }

        session.Screens.Push(new Shown(opening.Screen ?? session.Asset.FirstScreen ?? "", opening.Data ?? []));
        return session.Show();
    }

    private Task<PhoneFlow> SubmitAsync(ulong phone, Session session, JsonObject data, CancellationToken ct) => AskAsync(phone, session, "data_exchange", session.Screen, data, ct);

    private static PhoneFlow Navigate(Session session, string screen, JsonObject data)
    {
        if (!session.Asset.HasScreen(screen))
        {
            throw new PhoneProblemException($"The flow {session.Flow.Name} has no screen \"{screen}\".");
        }

        session.Screens.Push(new Shown(screen, data));
        return session.Show();
    }

    private async Task<PhoneFlow> BackAsync(ulong phone, Session session, CancellationToken ct)
    {
        if (session.Screens.Count < 2)
        {
            open.TryRemove(phone, out _);
            return new PhoneFlow { FlowId = session.Flow.Id };
        }

        var left = session.Screens.Pop().Screen;
        return session.Asset.RefreshesOnBack(left) ? await AskAsync(phone, session, "BACK", left, [], ct) : session.Show();
    }

    private Task<PhoneFlow> CompleteAsync(ulong phone, Session session, JsonObject data)
    {
        var response = new JsonObject { ["flow_token"] = session.Token };
        foreach (var (name, value) in data)
        {
            response[name] = value?.DeepClone();
        }

        return FinishAsync(phone, session, response);
    }

    private async Task<PhoneFlow> AskAsync(ulong phone, Session session, string action, string? screen, JsonObject? data, CancellationToken ct)
    {
        var answer = await endpoint.AskAsync(EndpointOf(session.Flow), () => keys.PemOf(session.Number), session.Request(action, screen, data), ct);
        if (answer.Plain is not { } plain)
        {
            if (answer.Http == 427)
            {
                open.TryRemove(phone, out _);
                return new PhoneFlow { FlowId = session.Flow.Id, Error = answer.Error };
            }

            return session.Show(answer.Error);
        }

        var next = plain["screen"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : "";
        if (next == "SUCCESS" && plain["data"] is JsonObject end && end["extension_message_response"] is JsonObject extension && extension["params"] is JsonObject parameters)
        {
            return await FinishAsync(phone, session, parameters);
        }

        if (!session.Asset.HasScreen(next))
        {
            var sentence = $"The endpoint answered with a screen that the flow does not have: \"{next}\".";
            await endpoint.AskAsync(EndpointOf(session.Flow), () => keys.PemOf(session.Number), session.Request(action, screen, new JsonObject { ["error"] = "invalid-screen", ["error_message"] = sentence }), ct);
            return session.Show(sentence);
        }

        var shown = new Shown(next, plain["data"] as JsonObject ?? []);
        if (session.Screen == next)
        {
            session.Screens.Pop();
        }

        session.Screens.Push(shown);
        return session.Show(shown.Data["error_message"] is JsonValue told && told.TryGetValue<string>(out var words) ? words : null);
    }

    private async Task<PhoneFlow> FinishAsync(ulong phone, Session session, JsonObject response)
    {
        if (!open.TryRemove(new KeyValuePair<ulong, Session>(phone, session)))
        {
            throw new PhoneProblemException("This flow was closed meanwhile: a form is sent once.");
        }

        var body = PhoneWriter.Write(session.Number, session.MessageId, "interactive", json =>
        {
            json.WriteStartObject("interactive");
            json.WriteString("type", "nfm_reply");
            json.WriteStartObject("nfm_reply");
            json.WriteString("name", "flow");
            json.WriteString("body", "Sent");
            json.WriteString("response_json", response.ToJsonString());
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return new PhoneFlow { FlowId = session.Flow.Id, MessageId = await platform.Inbound.SendAsync(phone, session.Number, MessageKind.Interactive, body) };
    }

    private static string EndpointOf(Flow flow) => flow.EndpointUri ?? throw new PhoneProblemException($"The flow {flow.Name} has no endpoint: go to another screen with \"navigate\", or end it with \"complete\".");

    private sealed record Shown(string Screen, JsonObject Data);

    private sealed record Session(Flow Flow, FlowAsset Asset, BusinessNumber Number, string MessageId, string Token)
    {
        public Stack<Shown> Screens { get; } = new();

        public string? Screen => Screens.TryPeek(out var top) ? top.Screen : null;

        public JsonObject Request(string action, string? screen, JsonObject? data)
        {
            var request = new JsonObject { ["version"] = Asset.DataApiVersion ?? "3.0", ["action"] = action };
            if (screen is not null)
            {
                request["screen"] = screen;
            }

            if (data is not null)
            {
                request["data"] = data.DeepClone();
            }

            request["flow_token"] = Token;
            return request;
        }

        public PhoneFlow Show(string? error = null) => new()
        {
            FlowId = Flow.Id,
            Screen = Screen,
            Data = Screens.TryPeek(out var top) ? JsonSerializer.SerializeToElement(top.Data) : null,
            Error = error,
        };
    }
}
