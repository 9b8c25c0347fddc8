using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Microsoft.AspNetCore.Http;
using Problem = Kaiwa.Core.Web.Problem;

namespace Kaiwa.Core.Dispatch;

/// <summary>THE checklist of sending, in this order and nothing else: pure over the facts of a batch. A step returns null (go on) or an outcome (stop).</summary>
internal sealed class SendMessage(Number number, PortfolioBudget.Allowance budget, DateTimeOffset now)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);
    private readonly long nowMs = now.ToUnixTimeMilliseconds();

    public SendOutcome? Decide(JobFacts job) =>
        StopIfAlreadySent(job)
        ?? StopIfCancelled(job)
        ?? FailIfExpired(job)
        ?? HoldIfWorkspacePaused()
        ?? HoldIfNumberRestricted()
        ?? FailIfSuppressed(job)
        ?? FailIfNoConsent(job)
        ?? FailIfWindowClosed(job)
        ?? HoldIfTemplateNotApproved(job)
        ?? HoldIfBudgetSpent(job);

    private static SendOutcome? StopIfAlreadySent(JobFacts job) => job.State >= MessageState.Accepted ? new SendOutcome.AlreadySent() : null;

    private static SendOutcome? StopIfCancelled(JobFacts job) => job.State is MessageState.Cancelled ? new SendOutcome.Cancelled() : null;

    private SendOutcome? FailIfExpired(JobFacts job) => job.ExpiresAt <= nowMs ? new SendOutcome.Expired() : null;

    private SendOutcome? HoldIfWorkspacePaused() => number.Workspace.Paused ? Hold(DispatchProblems.WorkspacePaused()) : null;

    private SendOutcome? HoldIfNumberRestricted() => number.Restricted is { } why ? Hold(DispatchProblems.NumberRestricted(number.Display, why)) : null;

    // An opt-out refuses marketing only; "no contact" refuses all but a person's reply in an open window.
    private SendOutcome? FailIfSuppressed(JobFacts job) => job switch
    {
        { NoContact: true } when job.Origin != Origin.Person || !job.WindowIsOpen(nowMs) => Fail(DispatchProblems.NoContact()),
        { Category: Category.Marketing, Consent: Consent.Out } => Fail(DispatchProblems.OptedOut()),
        _ => null,
    };

    // The shop's own programs answer for the consent that they hold; a broadcast has only ours.
    private static SendOutcome? FailIfNoConsent(JobFacts job) =>
        job is { Category: Category.Marketing, Origin: Origin.Broadcast } && job.Consent != Consent.In ? Fail(DispatchProblems.NoConsent()) : null;

    private SendOutcome? FailIfWindowClosed(JobFacts job) =>
        job.Category == Category.Service && !job.WindowIsOpen(nowMs) ? Fail(DispatchProblems.WindowClosed(job.WindowClosesAt)) : null;

    private SendOutcome? HoldIfTemplateNotApproved(JobFacts job) => job.TemplateStatus switch
    {
        null or "APPROVED" => null,
        "PENDING" or "PAUSED" or "IN_APPEAL" or "FLAGGED" => Hold(DispatchProblems.TemplateWaits(job.TemplateStatus)),
        var status => Fail(DispatchProblems.TemplateGone(status)),
    };

    private SendOutcome? HoldIfBudgetSpent(JobFacts job) =>
        budget.Take(job, nowMs) ? null : Hold(DispatchProblems.BudgetSpent(budget.Limit));

    private SendOutcome.Held Hold(Problem reason) => new(reason, now + LookAgain);

    private static SendOutcome.Failed Fail(Problem reason) => new(reason, null);
}
