using Kaiwa.WhatsApp.Cloud;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Core.Dispatch;

/// <summary>Turns Meta's answer into the outcome: the one place where the error catalogue's verdict becomes a state.</summary>
internal sealed class JudgeAnswer(DispatchOptions options, TimeProvider time)
{
    private static readonly TimeSpan HoldLooksAgain = TimeSpan.FromMinutes(1);

    public SendOutcome Judge(JobFacts job, SendAnswer answer) => answer switch
    {
        SendAnswer.Accepted accepted => new SendOutcome.Accepted(accepted.Wamid, accepted.WaId, accepted.UserId, accepted.MessageStatus),
        SendAnswer.Refused { Error: var error } => Refused(job, error),
        SendAnswer.NoAnswer { MayHaveLeft: false } => new SendOutcome.RetryAt(time.GetUtcNow() + BackOff(job.Attempts, TimeSpan.FromSeconds(1)), DispatchProblems.NotReached(), null),
        SendAnswer.NoAnswer lost => new SendOutcome.Ambiguous(lost.Why),
        _ => throw new InvalidOperationException($"No outcome is known for {answer.GetType().Name}."),
    };

    private SendOutcome Refused(JobFacts job, GraphError error)
    {
        var verdict = ErrorCatalogue.Judge(error.Code, error.HttpStatus);
        var reason = DispatchProblems.Meta(error.Code, error.Details ?? error.Message);
        var now = time.GetUtcNow();
        return verdict.Kind switch
        {
            VerdictKind.Retry when job.Attempts < options.MostAttempts => Again(job, now + BackOff(job.Attempts, verdict.Wait), reason, error),
            VerdictKind.Later => Again(job, now + verdict.Wait, reason, error),
            VerdictKind.Hold when job.ExpiresAt <= (now + HoldLooksAgain).ToUnixTimeMilliseconds() => new SendOutcome.Failed(reason, error), // who waits for it hears Meta's own word
            VerdictKind.Hold => new SendOutcome.Held(reason, now + HoldLooksAgain),
            _ => new SendOutcome.Failed(reason, error),
        };
    }

    private static SendOutcome Again(JobFacts job, DateTimeOffset at, Web.Problem reason, GraphError error) =>
        at.ToUnixTimeMilliseconds() < job.ExpiresAt ? new SendOutcome.RetryAt(at, reason, error) : new SendOutcome.Failed(reason, error);

    private TimeSpan BackOff(int attempts, TimeSpan first)
    {
        var doubled = Math.Max(first.TotalSeconds, 0.5) * Math.Pow(2, Math.Min(attempts, 16));
        var jitter = 0.8 + (Random.Shared.NextDouble() * 0.4);
        return TimeSpan.FromSeconds(Math.Min(doubled, options.LongestBackOff.TotalSeconds) * jitter);
    }
}
