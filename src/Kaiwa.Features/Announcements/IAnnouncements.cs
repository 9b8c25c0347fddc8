using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Announcements;

/// <summary>Tells people of customers' messages while they do not look: pushes to the browsers that they switched on.</summary>
public interface IAnnouncements
{
    /// <summary>The key that a browser subscribes with.</summary>
    Task<string> KeyAsync(CancellationToken ct = default);

    /// <summary>The devices of this person.</summary>
    Task<IReadOnlyList<PushDevice>> DevicesAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Switches a browser on; the same browser again is the same device.</summary>
    Task<Result<Id<PushDevice>>> SwitchOnAsync(Actor actor, NewDevice device, CancellationToken ct = default);

    Task<Result<bool>> SwitchOffAsync(Actor actor, Id<PushDevice> id, CancellationToken ct = default);

    /// <summary>Sends a push to try it.</summary>
    Task<Result<bool>> TryAsync(Actor actor, Id<PushDevice> id, CancellationToken ct = default);
}

/// <summary>A browser as the Push API describes it.</summary>
/// <param name="Endpoint">Where its push service takes messages.</param>
/// <param name="P256dh">Its public key, base64url.</param>
/// <param name="Auth">Its secret, base64url.</param>
/// <param name="Name">What its owner knows it by.</param>
public sealed record NewDevice(string Endpoint, string P256dh, string Auth, string Name);

/// <summary>A browser that is told.</summary>
public sealed record PushDevice
{
    public required Id<PushDevice> Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The host of its push service.</summary>
    public required string Service { get; init; }

    /// <summary>So that a browser can find itself in the list.</summary>
    public required string Endpoint { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
