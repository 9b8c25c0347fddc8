using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Effects;

/// <summary>Work outside WhatsApp that must happen at least once: relay, mail, push, a store write, a media fetch.</summary>
public interface IDoEffect
{
    string Kind { get; }

    /// <summary>Does it. Throw to have it tried again later, with back-off; must bear being done twice.</summary>
    Task DoAsync(Effect effect, CancellationToken ct);
}

/// <summary>One effect. The key makes it unique within its kind: enqueued twice, it is done once.</summary>
public sealed record Effect
{
    public required Guid Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required string Kind { get; init; }

    public required string Key { get; init; }

    public required string Payload { get; init; }

    public int Attempts { get; init; }
}
