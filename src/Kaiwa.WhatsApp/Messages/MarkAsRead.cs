namespace Kaiwa.WhatsApp.Messages;

/// <summary>Marks an incoming message, and earlier ones of its thread, as read.</summary>
/// <param name="MessageId">The incoming message.</param>
/// <param name="Typing">Also show "typing…" until a reply, at most 25 seconds.</param>
public sealed record MarkAsRead(string MessageId, bool Typing);
