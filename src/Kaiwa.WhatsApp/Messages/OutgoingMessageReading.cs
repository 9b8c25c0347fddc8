using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>A client's send request as it was read: a message for someone, a mark as read, or a problem.</summary>
/// <param name="Recipient">For whom; null with a problem or a mark as read, and for groups (see <paramref name="GroupId"/>).</param>
/// <param name="Message">What; null with a problem or a mark as read.</param>
/// <param name="Content">The content to send, beginning with <c>{"type":</c>, unknown members kept; without envelope members.</param>
/// <param name="CallbackData">The client's <c>biz_opaque_callback_data</c>.</param>
/// <param name="MarkAsRead">Instead of a message.</param>
/// <param name="Problem">Why Meta would refuse it, in Meta's shape.</param>
/// <param name="GroupId">The group, when <c>recipient_type</c> is <c>group</c>.</param>
public sealed record OutgoingMessageReading(
    Recipient? Recipient, OutgoingMessage? Message, ReadOnlyMemory<byte> Content, string? CallbackData, MarkAsRead? MarkAsRead, GraphError? Problem, string? GroupId = null);
