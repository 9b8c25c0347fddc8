using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>A program of the shop that is told of Meta's events. The cursor says how far it has been told.</summary>
public sealed record RelaySubscription
{
    public required Id<RelaySubscription> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    /// <summary>Sealed.</summary>
    internal byte[] Secret { get; init; } = [];

    public required RelayShape Shape { get; init; }

    public Id<Number>? NumberId { get; init; }

    public required string Fields { get; init; }

    public required bool Enabled { get; init; }

    public required long CursorSeq { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset Due { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public string? Problem { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who asks for no messages need not be shown the statuses, which are nearly all there is.</summary>
    internal RelayEventKind LeastKind => Fields.Length == 0 || Wants("messages", NumberId) ? RelayEventKind.Message : RelayEventKind.Notice;

    internal bool Wants(RelayEvent news) => Wants(news.Field, news.NumberId);

    internal bool Wants(string field, Id<Number>? number) => (NumberId is null || NumberId == number) && (Fields.Length == 0 || Fields.Split(',').Contains(field, StringComparer.Ordinal));
}
