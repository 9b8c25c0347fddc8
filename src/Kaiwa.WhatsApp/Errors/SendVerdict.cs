namespace Kaiwa.WhatsApp.Errors;

/// <summary>What a sender does after an error, and how long it waits first.</summary>
/// <param name="Kind">Retry, later, hold or give up.</param>
/// <param name="Wait">The first wait of a retry, the whole wait of a later; zero otherwise.</param>
public sealed record SendVerdict(VerdictKind Kind, TimeSpan Wait);
