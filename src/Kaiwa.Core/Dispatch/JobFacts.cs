using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>Everything that decides about one job, read for a whole batch in one statement.</summary>
internal sealed record JobFacts
{
    public required Id<Message> Message { get; init; }

    public required Id<Identity> Identity { get; init; }

    public required Id<Contact> Contact { get; init; }

    public required Category Category { get; init; }

    public required Origin Origin { get; init; }

    public required long ExpiresAt { get; init; }

    public required int Attempts { get; init; }

    public required MessageState State { get; init; }

    public required string Content { get; init; }

    public required IdentityKind IdentityKind { get; init; }

    public required string IdentityValue { get; init; }

    public required Consent Consent { get; init; }

    public required bool NoContact { get; init; }

    /// <summary>When the customer last wrote to this number; 0 is never.</summary>
    public required long LastInboundAt { get; init; }

    /// <summary>Meta's word for the template's state; null when the message is no template that we know.</summary>
    public required string? TemplateStatus { get; init; }

    /// <summary>When this person last counted against the portfolio's limit; 0 is never.</summary>
    public required long CountedAt { get; init; }

    public required long Due { get; init; }

    /// <summary>When free text ends or ended; null when the person never wrote.</summary>
    public DateTimeOffset? WindowClosesAt => LastInboundAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(LastInboundAt) + ServiceWindow.Length;

    public bool WindowIsOpen(long now) => LastInboundAt + (long)ServiceWindow.Length.TotalMilliseconds > now;
}
