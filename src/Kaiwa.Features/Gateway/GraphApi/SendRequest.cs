namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>What a program asks for.</summary>
/// <param name="Body">As Meta takes it.</param>
/// <param name="Edge">By which of Meta's two ways.</param>
/// <param name="Key">Makes a retry harmless; null without.</param>
/// <param name="IsAsync">Answer as soon as the message is in the outbox; the rest is told by the relay.</param>
internal sealed record SendRequest(ReadOnlyMemory<byte> Body, SendEdge Edge, string? Key, bool IsAsync = false);
