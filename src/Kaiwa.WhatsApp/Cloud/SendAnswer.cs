using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>How a send ended. Meta has no idempotency key: a send repeated after <see cref="NoAnswer"/> may arrive twice.</summary>
public abstract record SendAnswer
{
    private SendAnswer()
    {
    }

    /// <summary>Meta took the message: not yet sent, delivered or billed.</summary>
    /// <param name="Wamid">The message's id.</param>
    /// <param name="WaId">The recipient's number as WhatsApp has it; absent when sent by user id.</param>
    /// <param name="UserId">The recipient's business-scoped user id, when Meta tells it.</param>
    /// <param name="MessageStatus">Templates only: <c>accepted</c>, <c>held_for_quality_assessment</c>, <c>paused</c>.</param>
    public sealed record Accepted(string Wamid, string? WaId, string? UserId, string? MessageStatus) : SendAnswer;

    /// <summary>Meta answered with an error.</summary>
    /// <param name="Error">The error, with the HTTP status.</param>
    public sealed record Refused(GraphError Error) : SendAnswer;

    /// <summary>No answer that can be understood.</summary>
    /// <param name="Why">What happened, as a sentence.</param>
    /// <param name="MayHaveLeft">False only when no connection could be made: then nothing was sent.</param>
    public sealed record NoAnswer(string Why, bool MayHaveLeft) : SendAnswer;
}
