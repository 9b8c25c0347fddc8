using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>The list of conversations: what is shown, what comes next, and how news is merged into it.</summary>
public sealed class InboxState(IInbox inbox, Session session)
{
    private const int PageSize = 40;
    private const int MostRows = 200;
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

    public Id<Conversation>? Selected { get; private set; }

    public void Select(Id<Conversation>? id) => Selected = id;

    public Task ShowAsync(ConversationStatus? status)
    {
        Status = status;
        return LoadAsync();
    }

    public Task ShowAsync(Whose whose)
    {
        Whose = whose;
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
        var page = await PageAsync(null);
        var counts = await CountAsync();
        var colleagues = await inbox.ColleaguesAsync(await session.ActorAsync());
        if (mine == version)
        {
            (Counts, Colleagues) = (counts, colleagues);
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

    /// <summary>Reads the first part again and lays it over what is there, so that a reader far down keeps their place.</summary>
    public async Task RefreshAsync()
    {
        var mine = version;
        var page = await PageAsync(null, Sort == ConversationSort.Newest ? PageSize : Math.Clamp(Rows.Count, PageSize, MostRows));
        var counts = await CountAsync();
        if (mine != version || IsLoading)
        {
            return;
        }

        Counts = counts;

        // Where a row stands in another order does not tell what came before it, so all of the list is read again.
        if (Rows.Count <= PageSize || page.Next is null || Sort != ConversationSort.Newest)
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

        var at = -1;
        for (var i = 0; i < Rows.Count && at < 0; i++)
        {
            at = Rows[i].Id == Selected ? i : -1;
        }

        return at < 0 ? Rows[0] : Rows[Math.Clamp(at + step, 0, Rows.Count - 1)];
    }

    /// <summary>Takes the dot away before the server has heard of it.</summary>
    public void ShowAsRead(Id<Conversation> id) => Rows = [.. Rows.Select(row => row.Id == id ? row with { Unread = 0 } : row)];

    private async Task<Features.Page<ConversationRow>> PageAsync(string? cursor, int limit = PageSize) =>
        await inbox.ListAsync(await session.ActorAsync(), new ConversationFilter(Status, Search.Trim() is { Length: > 0 } text ? text : null, cursor, limit, Whose, Sort));

    private async Task<ConversationCounts> CountAsync() => await inbox.CountAsync(await session.ActorAsync(), Status);
}
