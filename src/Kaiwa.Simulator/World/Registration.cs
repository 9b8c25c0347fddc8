using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Kaiwa.Simulator.World;

/// <summary>Where a business number stands on its way to WhatsApp: added, verified by a code, registered with a PIN.</summary>
internal sealed record Registration
{
    /// <summary>As numbers of the seed are: verified and registered, without a PIN.</summary>
    public static Registration Whole { get; } = new() { IsRegistered = true, WasRegistered = true, IsVerified = true };

    public static Registration Added { get; } = new();

    /// <summary>On Meta's cloud.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>On the business's own client instead. A number is at one place at a time.</summary>
    public bool IsOnPremises { get; init; }

    [JsonIgnore]
    public bool IsOnWhatsApp => IsRegistered || IsOnPremises;

    public bool WasRegistered { get; init; }
    public bool IsVerified { get; init; }
    public string? Pin { get; init; }

    /// <summary>The code on its way by SMS or voice, and until when it holds.</summary>
    public string? Code { get; init; }
    public long CodeUntilMs { get; init; }

    /// <summary>When it was last registered; 0 for never, and for numbers of the seed.</summary>
    public long RegisteredMs { get; init; }

    public int WrongPins { get; init; }
    public IReadOnlyList<long> RegisteredAt { get; init; } = [];
    public IReadOnlyList<long> DeregisteredAt { get; init; } = [];

    /// <summary>The code under way, unless it has expired.</summary>
    public string? CodeAt(long nowMs) => CodeUntilMs >= nowMs ? Code : null;

    [JsonIgnore]
    public string Status => IsOnWhatsApp ? "CONNECTED" : WasRegistered ? "DISCONNECTED" : IsVerified ? "PENDING" : "UNVERIFIED";

    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, RegistrationJson.Default.Registration)!.AsObject();

    public static Registration Read(JsonObject json) => json.Deserialize(RegistrationJson.Default.Registration) ?? Added;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Registration))]
internal sealed partial class RegistrationJson : JsonSerializerContext;
