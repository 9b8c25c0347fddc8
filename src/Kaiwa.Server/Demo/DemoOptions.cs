using System.ComponentModel.DataAnnotations;

namespace Kaiwa.Server.Demo;

/// <summary>The demo shop. Section <c>Kaiwa:DemoShop</c>.</summary>
internal sealed class DemoOptions
{
    /// <summary>Messages a second of the shop's number. Unless set: 1,000, and 100,000 with a simulator whose limits are opened.</summary>
    [Range(1, 1_000_000)]
    public int? MessagesPerSecond { get; set; }

    /// <summary>How many contacts the shop begins with.</summary>
    [Range(0, 10_000)]
    public int Contacts { get; set; } = 300;
}
