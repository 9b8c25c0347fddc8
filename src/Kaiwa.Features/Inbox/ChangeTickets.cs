using System.Globalization;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox;

/// <summary>Status, assignee, priority and labels of one or many conversations, all of them or none; and back to what they were.</summary>
internal sealed class ChangeTickets(Database database, IPeople people, ILabels labels, ITeams teams, EventStore events, DueTimes dueTimes, IEnumerable<IFollowResolution> followers, AuditLog audit, ILiveFeed feed, TimeProvider time)
{
    /// <summary>Returns, of those that changed, what they were before.</summary>
    public async Task<Result<IReadOnlyList<TicketState>>> Handle(Actor actor, IReadOnlyCollection<Id<Conversation>> ids, TicketChange change, CancellationToken ct)
    {
        if (ids.Count > TicketChange.Most)
        {
            return InboxProblems.TooMany;
        }

        var reason = change.Reason?.Trim() is { Length: > 0 } words ? words : null;
        if (reason?.Length > TicketChange.LongestReason)
        {
            return InboxProblems.ReasonTooLong;
        }

        if (change.Until <= time.GetUtcNow())
        {
            return InboxProblems.SnoozePast;
        }

        return await ApplyAsync(actor, ids, [change.Assignment?.User], [change.Team?.Team], [.. change.AddLabels], state => state.After(change), reason, isUndo: false, ct);
    }

    public async Task<Result<bool>> Restore(Actor actor, IReadOnlyCollection<TicketState> states, CancellationToken ct)
    {
        if (states.Count > TicketChange.Most)
        {
            return InboxProblems.TooMany;
        }

        var former = states.DistinctBy(state => state.Id).ToDictionary(state => state.Id);
        var done = await ApplyAsync(
            actor, former.Keys, [.. states.Select(state => state.Assignee).Distinct()], [.. states.Select(state => state.Team).Distinct()], [.. states.SelectMany(state => state.Labels).Distinct()], state => former[state.Id], null, isUndo: true, ct);
        return done.Match<Result<bool>>(_ => true, problem => problem);
    }

    private async Task<Result<IReadOnlyList<TicketState>>> ApplyAsync(
        Actor actor, IReadOnlyCollection<Id<Conversation>> ids, Id<User>?[] assignees, Id<Team>?[] given, Id<Label>[] used, Func<TicketState, TicketState> next, string? reason, bool isUndo, CancellationToken ct)
    {
        if (Permitted.Refusal(actor, Permissions.Send) is { } refusal)
        {
            return refusal;
        }

        var known = new Known(
            (await people.ListAsync(actor, ct)).ToDictionary(user => user.Id, user => user.Name),
            (await teams.ListAsync(actor, ct)).ToDictionary(team => team.Id, team => team.Name),
            (await labels.ListAsync(actor, ct)).ToDictionary(label => label.Id, label => label.Name));
        if (assignees.Any(user => user is { } one && !known.People.ContainsKey(one)))
        {
            return InboxProblems.AssigneeUnknown;
        }

        if (given.Any(team => team is { } one && !known.Teams.ContainsKey(one)))
        {
            return InboxProblems.TeamUnknown;
        }

        if (used.Any(label => !known.Labels.ContainsKey(label)))
        {
            return InboxProblems.LabelUnknown;
        }

        return await database.InTransactionAsync<Result<IReadOnlyList<TicketState>>>(
            async unit =>
            {
                var states = await TicketStore.LockAsync(unit, actor.Workspace, ids);
                if (states.Count < ids.Distinct().Count())
                {
                    return InboxProblems.ConversationUnknown;
                }

                var changes = states.Select(state => (Was: state, Becomes: next(state))).Where(pair => Differ(pair.Was, pair.Becomes)).ToList();
                await TicketStore.WriteAsync(unit, actor.Workspace, changes);
                await dueTimes.AfterChangeAsync(unit, actor.Workspace, changes, isUndo);
                if (actor.Kind == ActorKind.User && !isUndo)
                {
                    await FollowAsync(unit, actor, [.. changes.Where(pair => pair.Was.Status != ConversationStatus.Resolved && pair.Becomes.Status == ConversationStatus.Resolved).Select(pair => pair.Was.Id)]);
                }

                await TellAsync(unit, actor, changes, known, reason);
                return changes.ConvertAll(pair => pair.Was);
            },
            ct: ct);
    }

    private async Task FollowAsync(UnitOfWork unit, Actor actor, IReadOnlyCollection<Id<Conversation>> resolved)
    {
        foreach (var follower in resolved.Count > 0 ? followers : [])
        {
            await follower.OnResolvedAsync(unit, actor, resolved);
        }
    }

    private async Task TellAsync(UnitOfWork unit, Actor actor, List<(TicketState Was, TicketState Becomes)> changes, Known known, string? reason)
    {
        var now = time.GetUtcNow();
        var told = changes.SelectMany(pair => Events(pair.Was, pair.Becomes, known, reason), (pair, told) => new NewEvent(
            actor.Workspace, pair.Was.Id, now, told.Kind, actor.Name, actor.Kind == ActorKind.User ? actor.Subject : null, told.Detail)).ToList();
        await events.AddAsync(unit, told);
        foreach (var one in told)
        {
            await audit.WriteAsync(unit, actor, "conversation." + one.Kind.ToString().ToLowerInvariant(), one.Conversation.ToString(), one.Detail);
        }

        unit.AfterCommit(() => changes.ForEach(pair => feed.Publish(new Change(actor.Workspace, "inbox", pair.Was.Id.Value))));
    }

    private static IEnumerable<(ConversationEventKind Kind, string? Detail)> Events(TicketState was, TicketState becomes, Known known, string? reason)
    {
        if (was.Status != becomes.Status || was.Until != becomes.Until)
        {
            yield return becomes.Status switch
            {
                ConversationStatus.Resolved => (ConversationEventKind.Resolved, reason),
                ConversationStatus.Pending => (ConversationEventKind.Pending, null),
                ConversationStatus.Snoozed => (ConversationEventKind.Snoozed, becomes.Until?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
                _ => (ConversationEventKind.Opened, null),
            };
        }

        if (was.Assignee != becomes.Assignee)
        {
            yield return becomes.Assignee is { } user ? (ConversationEventKind.Assigned, known.People.GetValueOrDefault(user)) : (ConversationEventKind.Unassigned, null);
        }

        if (was.Team != becomes.Team)
        {
            yield return becomes.Team is { } team ? (ConversationEventKind.TeamGiven, known.Teams.GetValueOrDefault(team)) : (ConversationEventKind.TeamTaken, known.Teams.GetValueOrDefault(was.Team!.Value));
        }

        if (was.Priority != becomes.Priority)
        {
            yield return (ConversationEventKind.Prioritised, becomes.Priority.ToString());
        }

        foreach (var label in becomes.Labels.Except(was.Labels))
        {
            yield return (ConversationEventKind.Labelled, known.Labels.GetValueOrDefault(label));
        }

        foreach (var label in was.Labels.Except(becomes.Labels))
        {
            yield return (ConversationEventKind.Unlabelled, known.Labels.GetValueOrDefault(label));
        }
    }

    private static bool Differ(TicketState was, TicketState becomes) =>
        was.Status != becomes.Status || was.Until != becomes.Until || was.Assignee != becomes.Assignee || was.Team != becomes.Team || was.Priority != becomes.Priority
        || was.Labels.Count != becomes.Labels.Count || was.Labels.Except(becomes.Labels).Any();

    /// <summary>What there is to be named, with its name.</summary>
    private sealed record Known(Dictionary<Id<User>, string> People, Dictionary<Id<Team>, string> Teams, Dictionary<Id<Label>, string> Labels);
}
