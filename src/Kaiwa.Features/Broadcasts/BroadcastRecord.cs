using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Features.Broadcasts;

/// <summary>A broadcast as its row.</summary>
internal sealed record BroadcastRecord
{
    public required Id<Broadcast> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required Id<Template> TemplateId { get; init; }

    public required string TemplateName { get; init; }

    public required string Language { get; init; }

    public required Category Category { get; init; }

    public required string Components { get; init; }

    public required string Name { get; init; }

    public required BroadcastState State { get; init; }

    public required string Variables { get; init; }

    public required string Audience { get; init; }

    public required long ExpiresAfter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool Frozen { get; init; }

    public Id<Contact>? FreezeCursor { get; init; }

    public long Total { get; init; }

    public string Excluded { get; init; } = "{}";

    public long NextOrdinal { get; init; }

    public long JudgedFrom { get; init; }

    public string? Reason { get; init; }

    public string Key => $"{RunBroadcast.LaneKind}:{Id}";

    public IReadOnlyDictionary<string, string> VariableTexts() => JsonSerializer.Deserialize<Dictionary<string, string>>(Variables) ?? [];

    public Audience AudienceValue() => JsonSerializer.Deserialize<Audience>(Audience) ?? new Audience.All();

    public Dictionary<Exclusion, long> ExcludedCounts() => JsonSerializer.Deserialize<Dictionary<Exclusion, long>>(Excluded) ?? [];
}

/// <summary>One person of a frozen audience.</summary>
internal sealed record Recipient
{
    public required long Ordinal { get; init; }

    public required Id<Identity> IdentityId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required Id<Message> MessageId { get; init; }

    public string? Excluded { get; init; }

    public string? Variables { get; init; }
}
