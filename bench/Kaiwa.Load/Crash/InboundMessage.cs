namespace Kaiwa.Load.Crash;

/// <summary>What a customer wrote; the text is unique.</summary>
internal sealed record InboundMessage(string Phone, string Text, bool Twice);
