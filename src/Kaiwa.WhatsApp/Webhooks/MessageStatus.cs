using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>One status of one message that was sent.</summary>
public sealed class MessageStatus
{
    /// <summary>The message's id; empty when absent.</summary>
    public string Wamid { get; internal set; } = "";

    /// <summary>What happened.</summary>
    public MessageStatusKind Kind { get; internal set; }

    /// <summary>The status as Meta wrote it; empty when absent.</summary>
    public string StatusText { get; internal set; } = "";

    /// <summary>When it happened, in Unix milliseconds (Meta's clock has seconds); 0 when unreadable.</summary>
    public long TimestampMs { get; internal set; }

    /// <summary>The recipient's telephone number as digits, or a group's id; may be absent.</summary>
    public string? RecipientId { get; internal set; }

    /// <summary>The recipient's business-scoped user id; may be absent.</summary>
    public string? RecipientUserId { get; internal set; }

    /// <summary>The recipient's parent user id; may be absent.</summary>
    public string? RecipientParentUserId { get; internal set; }

    /// <summary><c>group</c> for groups; absent otherwise.</summary>
    public string? RecipientType { get; internal set; }

    /// <summary>The participant's telephone number in a group status.</summary>
    public string? ParticipantId { get; internal set; }

    /// <summary>The participant's user id in a group status.</summary>
    public string? ParticipantUserId { get; internal set; }

    /// <summary><c>payment</c> or <c>call</c> for statuses of those; absent for ordinary messages.</summary>
    public string? Type { get; internal set; }

    /// <summary>The sender's own <c>biz_opaque_callback_data</c>, returned.</summary>
    public string? CallbackData { get; internal set; }

    /// <summary>The JSON of <c>pricing</c>; empty when absent.</summary>
    public ReadOnlyMemory<byte> Pricing { get; internal set; }

    /// <summary>The JSON of <c>conversation</c>; empty when absent.</summary>
    public ReadOnlyMemory<byte> Conversation { get; internal set; }

    /// <summary>Why it failed.</summary>
    public IReadOnlyList<GraphErrorInfo> Errors { get; internal set; } = [];

    /// <summary>The status' JSON.</summary>
    public ReadOnlyMemory<byte> Raw { get; internal set; }
}
