using Kaiwa.Console.Shell;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.AutoAssignment;
using Kaiwa.Features.Labels;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Console.AutoAssignment;

/// <summary>The plan of assignment as its form has it.</summary>
internal sealed class AssignmentState(IAutoAssignment assignment, ITeams teams, IPeople people, ILabels labels, INumbers numbers, Session session)
{
    /// <summary>A rule that can be changed in the form. Ids are their text; empty for any.</summary>
    internal sealed class Line
    {
        public string Number { get; set; } = "";

        public string Label { get; set; } = "";

        public string Words { get; set; } = "";

        /// <summary><c>team:…</c> or <c>user:…</c>.</summary>
        public string Target { get; set; } = "";
    }

    public bool IsOn { get; set; }

    public int Capacity { get; set; }

    public bool OnlyOnline { get; set; }

    public string Team { get; set; } = "";

    public List<Line> Lines { get; private set; } = [];

    public IReadOnlyList<Team> Teams { get; private set; } = [];

    public IReadOnlyList<UserRow> People { get; private set; } = [];

    public IReadOnlyList<Label> Labels { get; private set; } = [];

    public IReadOnlyList<NumberRow> Numbers { get; private set; } = [];

    public bool MayChange { get; private set; }

    public bool IsLoading { get; private set; } = true;

    public Problem? Problem { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        MayChange = actor.May(Permissions.Administer);
        Teams = await teams.ListAsync(actor);
        People = [.. (await people.ListAsync(actor)).Where(one => one.Permissions.HasFlag(Permissions.Send))];
        Labels = await labels.ListAsync(actor);
        Numbers = await numbers.ListAsync(actor);
        var plan = await assignment.FindAsync(actor);
        (IsOn, Capacity, OnlyOnline, Team) = (plan.IsOn, plan.Capacity, plan.OnlyOnline, Teams.Any(team => team.Id == plan.Team) ? Text(plan.Team) : "");
        Lines = [.. plan.Rules.Where(IsWhole).Select(rule => new Line
        {
            Number = Text(rule.Number), Label = Text(rule.Label), Words = rule.Words, Target = rule.Team is { } team ? "team:" + team : "user:" + rule.User,
        })];
        IsLoading = false;
    }

    public void Add() => Lines.Add(new Line());

    public void Move(Line line, int by)
    {
        var at = Lines.IndexOf(line);
        if (at + by >= 0 && at + by < Lines.Count)
        {
            (Lines[at], Lines[at + by]) = (Lines[at + by], line);
        }
    }

    public async Task<bool> SaveAsync()
    {
        var plan = new AssignmentPlan
        {
            IsOn = IsOn,
            Capacity = Capacity,
            OnlyOnline = OnlyOnline,
            Team = Id<Team>(Team),
            Rules = [.. Lines.Select(line => new AssignmentRule
            {
                Number = Id<Number>(line.Number),
                Label = Id<Label>(line.Label),
                Words = line.Words.Trim(),
                Team = line.Target.StartsWith("team:", StringComparison.Ordinal) ? Id<Team>(line.Target[5..]) : null,
                User = line.Target.StartsWith("user:", StringComparison.Ordinal) ? Id<User>(line.Target[5..]) : null,
            })],
        };
        Problem = (await assignment.ChangeAsync(await session.ActorAsync(), plan)).Problem;
        return Problem is null;
    }

    // What was deleted since is not shown, and so not saved again.
    private bool IsWhole(AssignmentRule rule) =>
        (rule.Number is not { } number || Numbers.Any(one => one.Id == number)) && (rule.Label is not { } label || Labels.Any(one => one.Id == label))
        && (rule.Team is not { } team || Teams.Any(one => one.Id == team)) && (rule.User is not { } user || People.Any(one => one.Id == user));

    private static string Text<T>(Id<T>? id) => id?.ToString() ?? "";

    private static Id<T>? Id<T>(string text) => Kaiwa.Core.Storage.Id<T>.TryParse(text, null, out var id) ? id : null;
}
