using Kaiwa.Core.Web;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Core.Dispatch;

/// <summary>What became of one attempt to send: closed.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>Meta took it.</summary>
    public sealed record Accepted(string Wamid, string? WaId, string? UserId, string? MessageStatus) : SendOutcome;

    /// <summary>Not sent, to be tried again at that time.</summary>
    public sealed record RetryAt(DateTimeOffset At, Problem Reason, GraphError? Error) : SendOutcome;

    /// <summary>Not sent, kept back until the reason goes or the job expires; looked at again at that time.</summary>
    public sealed record Held(Problem Reason, DateTimeOffset LookAgain) : SendOutcome;

    /// <summary>The request left, no answer came back.</summary>
    public sealed record Ambiguous(string Why) : SendOutcome;

    /// <summary>It will not be sent.</summary>
    public sealed record Failed(Problem Reason, GraphError? Error) : SendOutcome;

    /// <summary>Its time was over before it could be sent.</summary>
    public sealed record Expired : SendOutcome;

    /// <summary>Taken back.</summary>
    public sealed record Cancelled : SendOutcome;

    /// <summary>A status showed that it was accepted before.</summary>
    public sealed record AlreadySent : SendOutcome;
}
