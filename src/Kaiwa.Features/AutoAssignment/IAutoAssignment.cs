using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.AutoAssignment;

/// <summary>How conversations that nobody has are given to colleagues.</summary>
public interface IAutoAssignment
{
    /// <summary>What the workspace has chosen; off until it did.</summary>
    Task<AssignmentPlan> FindAsync(Actor actor, CancellationToken ct = default);

    Task<Result<AssignmentPlan>> ChangeAsync(Actor actor, AssignmentPlan plan, CancellationToken ct = default);
}

/// <summary>Who gets a conversation in which a customer waits and that nobody has.</summary>
public sealed record AssignmentPlan
{
    public bool IsOn { get; init; }

    /// <summary>How many open conversations one colleague has at most before the next is given; 0 for any number.</summary>
    public int Capacity { get; init; }

    /// <summary>Only to those who have a screen open. Who said that they are busy gets nothing either way.</summary>
    public bool OnlyOnline { get; init; }

    /// <summary>Who takes turns when no rule fits; everybody who may reply if left out.</summary>
    public Id<Team>? Team { get; init; }

    /// <summary>In their order; the first that fits holds.</summary>
    public IReadOnlyList<AssignmentRule> Rules { get; init; } = [];
}

/// <summary>Which conversations go to whom. Every condition that is given must hold; a rule whose team is gone, or whose colleague may not reply any more, fits nothing.</summary>
public sealed record AssignmentRule
{
    /// <summary>The shop's number that the customer wrote to.</summary>
    public Id<Number>? Number { get; init; }

    public Id<Label>? Label { get; init; }

    /// <summary>Words or parts of words, with commas between them; one of them in the customer's latest message is enough.</summary>
    public string Words { get; init; } = "";

    /// <summary>The team that takes turns.</summary>
    public Id<Team>? Team { get; init; }

    /// <summary>Or the one colleague who always gets it, whatever they have already, there or not.</summary>
    public Id<User>? User { get; init; }
}
