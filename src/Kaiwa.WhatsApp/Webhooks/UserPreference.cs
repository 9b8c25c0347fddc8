namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>A customer's choice about marketing messages, made inside WhatsApp.</summary>
/// <param name="WaId">The telephone number as digits; may be absent.</param>
/// <param name="UserId">The business-scoped user id; may be absent.</param>
/// <param name="Category">What the choice is about: <c>marketing_messages</c>.</param>
/// <param name="Value"><c>stop</c>, <c>resume</c> or <c>signup</c>; an open set.</param>
/// <param name="Detail">Meta's sentence about it.</param>
/// <param name="TimestampMs">When, in Unix milliseconds; 0 when unreadable.</param>
/// <param name="Raw">The preference's JSON.</param>
public sealed record UserPreference(
    string? WaId, string? UserId, string? Category, string? Value, string? Detail, long TimestampMs, ReadOnlyMemory<byte> Raw);
