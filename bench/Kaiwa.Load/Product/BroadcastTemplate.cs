using System.Text.Json.Nodes;

namespace Kaiwa.Load.Product;

/// <summary>A template of the simulated shop and the values its variables take.</summary>
internal sealed record BroadcastTemplate(string Name, string Language, JsonObject Variables)
{
    public static BroadcastTemplate Utility { get; } = new("order_confirmed", "en_US", new JsonObject { ["1"] = "Ana", ["2"] = "#1042" });

    public static BroadcastTemplate Marketing { get; } = new("spring_sale", "en_US", new JsonObject { ["first_name"] = "Ana", ["discount"] = "20%" });
}
