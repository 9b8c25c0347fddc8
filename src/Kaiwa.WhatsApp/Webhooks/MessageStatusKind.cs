namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>What happened to a message. Statuses arrive late, twice and out of order; <c>read</c> may come without <c>delivered</c>.</summary>
public enum MessageStatusKind
{
    /// <summary>A status that this version does not know: see <see cref="MessageStatus.StatusText"/>.</summary>
    Unknown = 0,

    /// <summary>WhatsApp has it: one tick.</summary>
    Sent,

    /// <summary>It is on the customer's phone: two ticks.</summary>
    Delivered,

    /// <summary>The customer opened it, and read receipts are on.</summary>
    Read,

    /// <summary>The customer played a voice message.</summary>
    Played,

    /// <summary>It will not arrive; the reason is in the errors.</summary>
    Failed,

    /// <summary>The customer deleted it (historic).</summary>
    Deleted,

    /// <summary>Something about it deserves a look (historic).</summary>
    Warning,
}
