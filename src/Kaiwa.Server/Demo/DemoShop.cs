using Kaiwa.Core.Workspaces;

namespace Kaiwa.Server.Demo;

/// <summary>The shop of the demo with everything that a program needs to reach it.</summary>
internal sealed record DemoShop
{
    public const string GraphPrefix = "/simulator/graph";
    public const string ControlPrefix = "/simulator";
    public const string AppKey = "demo";
    public const string Address = "demo@kaiwa.local";

    /// <summary>As whom the demo itself acts.</summary>
    public required Actor Actor { get; init; }

    public required string PhoneNumberId { get; init; }

    public required string WabaId { get; init; }

    public required string AccessToken { get; init; }

    public required string AppSecret { get; init; }

    public required string VerifyToken { get; init; }

    public required string WebhookUrl { get; init; }

    public required string SimulatorUrl { get; init; }

    public string Email => Address;

    /// <summary>Null when it was made with another data folder.</summary>
    public required string? Password { get; init; }
}
