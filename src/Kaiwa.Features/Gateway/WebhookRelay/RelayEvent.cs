using System.Globalization;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>One stored part of a webhook, with what is needed to say it again.</summary>
internal sealed record RelayEvent
{
    public required long Seq { get; init; }

    public required RelayEventKind Kind { get; init; }

    public required string Field { get; init; }

    public Id<Number>? NumberId { get; init; }

    public Id<Contact>? ContactId { get; init; }

    public Id<Message>? MessageId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? Entry { get; init; }

    public required byte[] Raw { get; init; }

    /// <summary>The callback data that the program gave with the message which this status is about.</summary>
    public string? Callback { get; init; }

    /// <summary>What keeps its order: the contact; without one the number, else all that concerns no number.</summary>
    public Guid Conversation => ContactId?.Value ?? NumberId?.Value ?? Guid.Empty;

    public static string IdOf(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a part is; the numbers are those in delivery_part.</summary>
internal enum RelayEventKind
{
    Message = 1,
    Status = 2,
    Notice = 3,
}
