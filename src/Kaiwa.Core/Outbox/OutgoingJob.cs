using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;

namespace Kaiwa.Core.Outbox;

/// <summary>A message to be sent, as a feature hands it to the outbox.</summary>
public sealed record OutgoingJob
{
    /// <summary>Minted by the caller, so that running the transaction again cannot make a second message.</summary>
    public required Id<Message> Id { get; init; }

    public required Number Number { get; init; }

    public required Id<Contact> Contact { get; init; }

    public required Id<Identity> Identity { get; init; }

    /// <summary>Meta's type: <c>text</c>, <c>template</c>…</summary>
    public required string Kind { get; init; }

    public required Category Category { get; init; }

    /// <summary>Meta's JSON, beginning with <c>{"type":</c>, without recipient and callback data.</summary>
    public required string Content { get; init; }

    public required Origin Origin { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public Guid? OriginId { get; init; }

    public Guid? CauseId { get; init; }

    public Id<Template>? Template { get; init; }

    public string? Callback { get; init; }

    public string? ContextWamid { get; init; }

    public DateTimeOffset? Due { get; init; }

    /// <summary>People and authentication first, then utility, then marketing.</summary>
    public int Priority => Category switch
    {
        Category.Service or Category.Authentication => 0,
        _ when Origin == Origin.Person => 0,
        Category.Utility => 1,
        _ => 2,
    };
}
