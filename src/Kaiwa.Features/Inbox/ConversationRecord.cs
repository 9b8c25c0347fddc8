using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox;

/// <summary>A conversation as it is read from its row and those beside it.</summary>
internal sealed record ConversationRecord
{
    public required Id<Conversation> Id { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required Id<Number> NumberId { get; init; }

    public string? Name { get; init; }

    public string? Username { get; init; }

    public string? Phone { get; init; }

    public required string LastPreview { get; init; }

    public required string LastKind { get; init; }

    public required int LastDirection { get; init; }

    public required long LastAt { get; init; }

    public required int Unread { get; init; }

    public required int Status { get; init; }

    public int? LastState { get; init; }

    public long? LastInboundAt { get; init; }

    public Id<User>? AssignedTo { get; init; }

    public required long WaitingSince { get; init; }

    public long? WakeAt { get; init; }

    public required long DueAt { get; init; }

    public int? Rating { get; init; }

    public required int Priority { get; init; }

    public DateTimeOffset? BlockedAt { get; init; }

    public Id<Team>? TeamId { get; init; }

    /// <summary>Names, with bars between them.</summary>
    public string? Labels { get; init; }

    public required string Display { get; init; }

    public DateTimeOffset? WindowClosesAt => LastInboundAt is { } last and > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(last) + ServiceWindow.Length : null;

    /// <summary>What the customer is called.</summary>
    public string Customer => Name ?? Username ?? (Phone is null ? "WhatsApp" : "+" + Phone);

    public ConversationRow ToRow(Names names) => new()
    {
        Id = Id,
        ContactId = ContactId,
        Name = Customer,
        Number = Phone is null ? null : "+" + Phone,
        Preview = LastPreview,
        PreviewKind = LastKind,
        PreviewDirection = (Direction)LastDirection,
        PreviewState = LastState is { } state && LastDirection == (int)Direction.Outgoing ? (MessageState)state : null,
        At = DateTimeOffset.FromUnixTimeMilliseconds(LastAt),
        Unread = Unread,
        WindowClosesAt = WindowClosesAt,
        Status = (ConversationStatus)Status,
        SnoozedUntil = WakeAt is { } wake ? DateTimeOffset.FromUnixTimeMilliseconds(wake) : null,
        DueAt = DueAt == DueTimes.Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(DueAt),
        Rating = Rating,
        Priority = (Priority)Priority,
        BlockedAt = BlockedAt,
        Labels = names.LabelsOf(Labels),
        Assignee = AssignedTo is { } user ? names.Colleagues.GetValueOrDefault(user) : null,
        Team = TeamId is { } team ? names.Teams.GetValueOrDefault(team) : null,
        NumberName = Display,
    };
}

/// <summary>What rows name by id or word only.</summary>
internal sealed record Names(IReadOnlyDictionary<Id<User>, Colleague> Colleagues, IReadOnlyDictionary<Id<Team>, TeamName> Teams, IReadOnlyDictionary<string, Label> Labels)
{
    public IReadOnlyList<Label> LabelsOf(string? words) => words is null ? [] : words.Split('|').Select(word => Labels.GetValueOrDefault(word)).OfType<Label>().OrderBy(label => label.Name, StringComparer.InvariantCultureIgnoreCase).ToList();
}

internal sealed record ContactPanel
{
    public required int Consent { get; init; }

    public string? ConsentSource { get; init; }

    public required long ConsentAt { get; init; }

    public string? Username { get; init; }

    public string? Language { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed record ContactCardRow
{
    public string? Name { get; init; }

    public string? Phone { get; init; }
}

internal sealed record IdentityRow
{
    public required int Kind { get; init; }

    public required string Scope { get; init; }

    public required string Value { get; init; }
}
