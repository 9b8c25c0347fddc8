using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>One change of a webhook: a field and its value. What is not typed here is in <see cref="RawValue"/>.</summary>
public sealed class WebhookChange
{
    /// <summary>The business account (or portfolio) that the entry is about; empty when absent.</summary>
    public string EntryId { get; internal set; } = "";

    /// <summary>The entry's time in Unix seconds: account and template webhooks have one, messages have none.</summary>
    public long? EntryTime { get; internal set; }

    /// <summary>The webhook field: <c>messages</c>, <c>account_update</c>, …; empty when absent.</summary>
    public string Field { get; internal set; } = "";

    /// <summary>The business phone number's id; null when the value has no metadata.</summary>
    public string? PhoneNumberId { get; internal set; }

    /// <summary>The business phone number as digits, without plus.</summary>
    public string? DisplayPhoneNumber { get; internal set; }

    /// <summary>The JSON of <c>value</c>; empty when absent.</summary>
    public ReadOnlyMemory<byte> RawValue { get; internal set; }

    /// <summary>The people of this change. System messages and failed statuses have none.</summary>
    public IReadOnlyList<WebhookContact> Contacts { get; internal set; } = [];

    /// <summary>Messages from customers.</summary>
    public IReadOnlyList<IncomingMessage> Messages { get; internal set; } = [];

    /// <summary>Statuses of messages that were sent.</summary>
    public IReadOnlyList<MessageStatus> Statuses { get; internal set; } = [];

    /// <summary>Customers who stopped or resumed marketing messages.</summary>
    public IReadOnlyList<UserPreference> Preferences { get; internal set; } = [];

    /// <summary>Errors of the number or account that belong to no message.</summary>
    public IReadOnlyList<GraphErrorInfo> Errors { get; internal set; } = [];

    /// <summary>Messages that the business sent from its phone app, told to us (<c>message_echoes</c>).</summary>
    public IReadOnlyList<IncomingMessage> Echoes { get; internal set; } = [];
}
