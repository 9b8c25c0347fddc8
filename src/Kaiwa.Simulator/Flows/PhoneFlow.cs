using System.Text.Json;

namespace Kaiwa.Simulator;

/// <summary>What the person does with a form that is a flow.</summary>
public sealed record PhoneFlowStep
{
    /// <summary><c>open</c>, <c>submit</c> (asks the endpoint), <c>navigate</c> (to another screen, without asking), <c>back</c>, <c>complete</c> (sends what was filled in).</summary>
    public string Action { get; init; } = "submit";

    /// <summary>For <c>open</c>: the wamid of the message; without it the newest that has a flow.</summary>
    public string? Message { get; init; }

    /// <summary>For <c>navigate</c>: the screen to go to.</summary>
    public string? Screen { get; init; }

    /// <summary>What was filled in: a JSON object.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>What the phone shows of a flow after a step.</summary>
public sealed record PhoneFlow
{
    public required string FlowId { get; init; }

    /// <summary>The screen that is open; null once the flow is closed.</summary>
    public string? Screen { get; init; }

    /// <summary>The data of that screen.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What the person is told went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>The wamid of the answer, once the flow is completed.</summary>
    public string? MessageId { get; init; }
}

/// <summary>How the endpoint of a flow took the health check.</summary>
public sealed record FlowHealth(bool Active, int Http, string? Error);
