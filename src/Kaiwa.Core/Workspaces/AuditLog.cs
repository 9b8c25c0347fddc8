using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Workspaces;

/// <summary>Who did what: one row a change, in the transaction of the change.</summary>
public sealed class AuditLog(TimeProvider time)
{
    private const string Insert = """
        INSERT INTO audit (workspace_id, at, actor, actor_id, action, subject, details)
        VALUES (@Workspace, @At, @Actor, @ActorId, @Action, @Subject, @Details)
        """;

    /// <param name="unit">The transaction of the change itself.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">A stable word such as <c>broadcast.started</c>.</param>
    /// <param name="subject">What it was done to, usually an id.</param>
    /// <param name="details">Never message text, never a secret.</param>
    public Task WriteAsync(UnitOfWork unit, Actor actor, string action, string subject, string? details = null) =>
        unit.ExecuteAsync(Insert, new { actor.Workspace, At = time.GetUtcNow(), Actor = $"{actor.Kind}:{actor.Name}", ActorId = actor.Subject == Guid.Empty ? (Guid?)null : actor.Subject, Action = action, Subject = subject, Details = details });
}
