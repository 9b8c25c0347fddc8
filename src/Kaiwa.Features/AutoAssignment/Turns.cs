using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.AutoAssignment;

/// <summary>Whose turn it is: of those who may have another, the one who has waited longest for theirs.</summary>
/// <param name="plan">What the workspace chose.</param>
/// <param name="people">Everybody of the workspace.</param>
/// <param name="presence">Who is there.</param>
/// <param name="teams">The teams.</param>
/// <param name="load">How many open conversations each has.</param>
/// <param name="turns">When each was last given one, in any unit that grows.</param>
internal sealed class Turns(
    AssignmentPlan plan, IReadOnlyList<UserRow> people, IReadOnlyDictionary<Id<User>, Presence> presence, IReadOnlyList<Team> teams, Dictionary<Id<User>, long> load, Dictionary<Id<User>, long> turns)
{
    private readonly List<UserRow> able = [.. people.Where(one => one.Permissions.HasFlag(Permissions.Send))];
    private readonly Dictionary<Id<User>, long> taken = [];
    private long next = turns.Count == 0 ? 1 : turns.Values.Max() + 1;

    /// <summary>The turns that changed.</summary>
    public IReadOnlyList<KeyValuePair<Id<User>, long>> Taken => [.. taken];

    /// <summary>Null when nobody can take it now: it goes on waiting.</summary>
    public Id<User>? Next(Waiting waiting)
    {
        // What somebody gave to a team is for that team, whatever the rules say; one that has ended meanwhile is none.
        var given = teams.FirstOrDefault(one => one.Id == waiting.Team)?.Id;
        var rule = given is null ? plan.Rules.FirstOrDefault(rule => Fits(rule, waiting)) : null;
        if (rule?.User is { } named)
        {
            return named;
        }

        var team = given ?? (rule is null ? plan.Team : rule.Team);
        var members = team is null ? null : teams.FirstOrDefault(one => one.Id == team)?.Members ?? [];
        var free = able.Where(one => members?.Contains(one.Id) != false && IsThere(one) && HasRoom(one.Id)).ToList();
        if (free.Count == 0)
        {
            return null;
        }

        var chosen = free.OrderBy(one => turns.GetValueOrDefault(one.Id)).ThenBy(one => one.Since).ThenBy(one => one.Id).First().Id;
        turns[chosen] = taken[chosen] = next++;
        load[chosen] = load.GetValueOrDefault(chosen) + 1;
        return chosen;
    }

    private bool Fits(AssignmentRule rule, Waiting waiting) =>
        (rule.Number is not { } number || number == waiting.Number)
        && (rule.Label is not { } label || waiting.Labels.Contains(label))
        && (string.IsNullOrWhiteSpace(rule.Words) || rule.Words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(word => waiting.Words.Contains(word, StringComparison.OrdinalIgnoreCase)))
        && (rule.Team is not { } team || teams.Any(one => one.Id == team))
        && (rule.User is not { } user || able.Any(one => one.Id == user));

    private bool IsThere(UserRow person) => !person.Away && (!plan.OnlyOnline || presence.GetValueOrDefault(person.Id) == Presence.Online);

    private bool HasRoom(Id<User> person) => plan.Capacity == 0 || load.GetValueOrDefault(person) < plan.Capacity;
}
