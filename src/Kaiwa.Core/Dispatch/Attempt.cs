using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>One attempt with its outcome, to be recorded. No call means that the checklist stopped it.</summary>
internal sealed record Attempt(Number Number, Id<Message> Message, SendOutcome Outcome, ExchangedCall? Call, DateTimeOffset At);

/// <summary>What the exchange log keeps of a call: never texts, never tokens.</summary>
internal sealed record ExchangedCall(string Name, int Status, long Micros, string? Problem);
