using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Views;
using Kaiwa.Features.Labels;
using Kaiwa.Features.Teams;

namespace Kaiwa.Console.Inbox;

/// <summary>The list of conversations: what is shown, what comes next, and how news is merged into it.</summary>
public sealed class InboxState(IInbox inbox, ILabels labels, ITeams teams, ISavedViews views, Session session, SharedReads shared)
{
    private const int PageSize = 40;
    private const int MostRows = 200;
    private readonly HashSet<Id<Conversation>> chosen = [];
    private Id<Conversation>? last;
    private int version;

    public IReadOnlyList<ConversationRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsLoading { get; private set; } = true;

    public ConversationStatus? Status { get; private set; } = ConversationStatus.Open;

    public string Search { get; private set; } = "";

    public Whose Whose { get; private set; }

    public ConversationSort Sort { get; private set; }

    public ConversationCounts? Counts { get; private set; }

    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];

    /// <summary>Those that there are, to choose from.</summary>
    public IReadOnlyList<Label> Labels { get; private set; } = [];

    /// <summary>Those that there are, to give conversations to.</summary>
    public IReadOnlyList<TeamName> Teams { get; private set; } = [];

    public IReadOnlyList<ClosingReason> Reasons { get; private set; } = [];

    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    /// <summary>What is shown, as a view keeps it.</summary>
    public ViewFilter Filter => new(Status, Whose, Sort, Label, Priority, Overdue, Blocked, Team);

    /// <summary>Only conversations with this label.</summary>
    public Id<Label>? Label { get; private set; }

    /// <summary>Only conversations of this team.</summary>
    public Id<Team>? Team { get; private set; }

    /// <summary>Only conversations of this priority.</summary>
    public Priority? Priority { get; private set; }

    /// <summary>Only those whose answer is late, in the order of their time.</summary>
    public bool Overdue { get; private set; }

    /// <summary>Only those whose customer is blocked.</summary>
    public bool Blocked { get; private set; }

    public Id<Conversation>? Selected { get; private set; }

    public void Select(Id<Conversation>? id) => Selected = id;

    /// <summary>Those that one change is to be about.</summary>
    public IReadOnlyCollection<Id<Conversation>> Chosen => chosen;

    /// <summary>Chooses a row, or lets it go; with a range also those between it and the last one chosen.</summary>
    public void Choose(Id<Conversation> id, bool isRange = false)
    {
        var (from, to) = (IndexOf(last), IndexOf(id));
        if (isRange && from >= 0 && to >= 0)
        {
            chosen.UnionWith(Rows.Skip(Math.Min(from, to)).Take(Math.Abs(from - to) + 1).Select(row => row.Id).Take(Math.Max(0, TicketChange.Most - chosen.Count)));
        }
        else if (!chosen.Remove(id) && chosen.Count < TicketChange.Most)
        {
            chosen.Add(id);
        }

        last = id;
    }

    public void ChooseNone() => chosen.Clear();

    public Task ShowAsync(ConversationStatus? status)
    {
        (Status, Blocked) = (status, false);
        return LoadAsync();
    }

    public Task ShowAsync(Whose whose)
    {
        // A mention counts whatever became of its conversation.
        (Whose, Status) = (whose, whose == Whose.Mentions ? null : Whose == Whose.Mentions ? ConversationStatus.Open : Status);
        return LoadAsync();
    }

    public Task ShowAsync(ViewFilter filter)
    {
        (Status, Whose, Sort, Label, Priority) = (filter.Status, filter.Whose, filter.Sort, filter.Label, filter.Priority);
        (Overdue, Blocked, Team) = (filter.Overdue, filter.Blocked, filter.Team);
        return LoadAsync();
    }

    /// <summary>Keeps what is shown under a name.</summary>
    public async Task<Problem?> KeepAsync(string name, bool forAll)
    {
        var actor = await session.ActorAsync();
        var kept = await views.SaveAsync(actor, name, Filter, forAll);
        Views = await views.ListAsync(actor);
        await RefreshAsync();
        return kept.Problem;
    }

    public async Task<Problem?> DropAsync(SavedView view)
    {
        var gone = await views.DeleteAsync(await session.ActorAsync(), view.Id);
        await RefreshAsync();
        return gone.Problem;
    }

    public Task FilterAsync(Id<Label>? label, Priority? priority, Id<Team>? team)
    {
        (Label, Priority, Team) = (label, priority, team);
        return LoadAsync();
    }

    /// <summary>What is late may be asleep: it is shown whatever its status.</summary>
    public Task ShowOverdueAsync(bool only)
    {
        (Overdue, Blocked, Status) = (only, false, only ? null : ConversationStatus.Open);
        return LoadAsync();
    }

    /// <summary>The blocked ones of any status.</summary>
    public Task ShowBlockedAsync()
    {
        (Blocked, Overdue, Status) = (true, false, null);
        return LoadAsync();
    }

    public Task OrderAsync(ConversationSort sort)
    {
        Sort = sort;
        return LoadAsync();
    }

    public Task SearchAsync(string text)
    {
        Search = text;
        return LoadAsync();
    }

    public async Task LoadAsync()
    {
        var mine = ++version;
        IsLoading = true;
        chosen.Clear();
        var page = await PageAsync(null);
        var counts = await CountAsync();
        var actor = await session.ActorAsync();
        var colleagues = await inbox.ColleaguesAsync(actor);
        var (known, reasons) = (await labels.ListAsync(actor), await labels.ReasonsAsync(actor));
        var groups = (await teams.ListAsync(actor)).Select(team => new TeamName(team.Id, team.Name)).ToList();
        var kept = await views.ListAsync(actor);
        if (mine == version)
        {
            (Counts, Colleagues, Teams, Labels, Reasons, Views) = (counts, colleagues, groups, known, reasons, kept);
            (Rows, Next, IsLoading) = (page.Items, page.Next, false);
        }
    }

    public async Task LoadMoreAsync()
    {
        if (Next is not { } cursor)
        {
            return;
        }

        var mine = version;
        Next = null;
        var page = await PageAsync(cursor);
        if (mine == version)
        {
            var known = Rows.Select(row => row.Id).ToHashSet();
            Rows = [.. Rows, .. page.Items.Where(row => !known.Contains(row.Id))];
            Next = page.Next;
        }
    }

    /// <summary>After a deed of one's own: the list and the counts.</summary>
    public async Task RefreshAsync()
    {
        await RefreshRowsAsync();
        await RecountAsync();
    }

    public async Task RecountAsync()
    {
        var mine = version;
        var counts = await CountAsync();
        // One that appears is told of as a topic of its own; here it is about their counts.
        var kept = Views.Count > 0 ? await views.ListAsync(await session.ActorAsync()) : Views;
        if (mine == version)
        {
            (Counts, Views) = (counts, kept);
        }
    }

    /// <summary>Reads the first part again and lays it over what is there, so that a reader far down keeps their place.</summary>
    public async Task RefreshRowsAsync()
    {
        var mine = version;
        var page = await PageAsync(null, IsByTime ? PageSize : Math.Clamp(Rows.Count, PageSize, MostRows));
        if (mine != version || IsLoading)
        {
            return;
        }

        // Where a row stands in another order does not tell what came before it, so all of the list is read again.
        if (Rows.Count <= PageSize || page.Next is null || !IsByTime)
        {
            (Rows, Next) = (page.Items, page.Next);
            return;
        }

        var fresh = page.Items.Select(row => row.Id).ToHashSet();
        var oldest = page.Items[^1].At;
        Rows = [.. page.Items, .. Rows.Where(row => !fresh.Contains(row.Id) && row.At <= oldest)];
    }

    /// <summary>The neighbour of the open conversation; the first one when none is open.</summary>
    public ConversationRow? Neighbour(int step)
    {
        if (Rows.Count == 0)
        {
            return null;
        }

        var at = IndexOf(Selected);
        return at < 0 ? Rows[0] : Rows[Math.Clamp(at + step, 0, Rows.Count - 1)];
    }

    /// <summary>Takes the dot away before the server has heard of it.</summary>
    public void ShowAsRead(Id<Conversation> id) => Rows = [.. Rows.Select(row => row.Id == id ? row with { Unread = 0 } : row)];

    private bool IsByTime => Sort == ConversationSort.Newest && !Overdue;

    private int IndexOf(Id<Conversation>? id)
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            if (Rows[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Shows a change before the server has heard of it; what does not belong to the list any more leaves it.</summary>
    public void Show(IReadOnlyCollection<Id<Conversation>> ids, Func<ConversationRow, ConversationRow> change) =>
        Rows = [.. Rows.Select(row => ids.Contains(row.Id) ? change(row) : row).Where(row => Status is null || row.Status == Status)];

    // A list of mine is mine alone; all others are the same for everybody in the workspace.
    private async Task<Features.Page<ConversationRow>> PageAsync(string? cursor, int limit = PageSize)
    {
        var actor = await session.ActorAsync();
        var filter = new ConversationFilter(Status, Search.Trim() is { Length: > 0 } text ? text : null, cursor, limit, Whose, Sort) { Label = Label, Priority = Priority, Overdue = Overdue, Blocked = Blocked, Team = Team };
        var whose = Whose is Whose.All or Whose.Unassigned ? Guid.Empty : actor.Subject;
        return await shared.AskAsync((actor.Workspace, whose, filter), () => inbox.ListAsync(actor, filter));
    }

    private async Task<ConversationCounts> CountAsync() => await inbox.CountAsync(await session.ActorAsync(), Status);
}
