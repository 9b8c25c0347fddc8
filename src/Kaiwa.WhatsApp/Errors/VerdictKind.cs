namespace Kaiwa.WhatsApp.Errors;

/// <summary>What a sender does after an error.</summary>
public enum VerdictKind
{
    /// <summary>Try again soon, backing off from the stated wait.</summary>
    Retry,

    /// <summary>Try again after the stated wait, not before.</summary>
    Later,

    /// <summary>Keep it until a person or Meta mends the number, template or account.</summary>
    Hold,

    /// <summary>Trying again unchanged cannot succeed.</summary>
    GiveUp,
}
