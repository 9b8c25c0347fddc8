using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Webhooks;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Core.Ingest;

internal enum PartKind
{
    Message = 1,
    Status = 2,
    Notice = 3,

    /// <summary>Could not be read or placed: kept, shown, never acted upon.</summary>
    Parked = 9,
}

/// <summary>One webhook that passed the signature, taken apart: what is stored and acted upon in the same commit.</summary>
internal sealed record Delivery(IReadOnlyList<Part> Parts);

/// <summary>One change of one contact.</summary>
internal sealed class Part
{
    public required PartKind Kind { get; init; }

    public required MetaApp App { get; init; }

    public required string Field { get; init; }

    public required ReadOnlyMemory<byte> Raw { get; init; }

    public required long At { get; init; }

    public required long ReceivedAt { get; init; }

    public Number? Number { get; init; }

    public Id<Workspace>? Workspace { get; init; }

    /// <summary>The account that a notice is about, where no number says it.</summary>
    public string? Entry { get; init; }

    public string? Problem { get; set; }

    public IncomingMessage? Incoming { get; init; }

    public MessageStatus? Status { get; init; }

    public UserPreference? Preference { get; init; }

    public WebhookContact? Profile { get; init; }

    /// <summary>The contact whom it was stored for, when it is read again.</summary>
    public Id<Contact>? StoredFor { get; set; }

    // Found out while writing.
    public Id<Message>? Message { get; set; }

    public Id<Contact>? Contact { get; set; }

    public Id<Identity>? Identity { get; set; }

    /// <summary>WhatsApp sent it before: nothing is written.</summary>
    public bool IsDuplicate { get; set; }
}
