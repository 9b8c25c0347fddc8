using System.Globalization;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.People;
using Kaiwa.Features.Search;

namespace Kaiwa.Console.Search;

/// <summary>What was searched for, where, and what was found.</summary>
public sealed class SearchState(ISearch search, IInbox inbox, ILabels labels, INumbers numbers, Session session)
{
    private const int FirstPeople = 5;
    private const int FirstOrders = 5;
    private int asked;

    public SearchQuery Query { get; private set; } = new();

    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];

    public IReadOnlyList<Label> Labels { get; private set; } = [];

    public IReadOnlyList<NumberRow> Numbers { get; private set; } = [];

    public Found<PersonHit> People { get; private set; } = Found<PersonHit>.None;

    public Found<SearchHit> Orders { get; private set; } = Found<SearchHit>.None;

    public Found<SearchHit> Messages { get; private set; } = Found<SearchHit>.None;

    public bool IsEmpty => People.Hits.Count + Orders.Hits.Count + Messages.Hits.Count == 0;

    public bool IsSearching { get; private set; }

    /// <summary>Something was asked and answered.</summary>
    public bool IsAnswered { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        (Colleagues, Labels, Numbers) = (await inbox.ColleaguesAsync(actor), await labels.ListAsync(actor), await numbers.ListAsync(actor));
    }

    public async Task AskAsync(SearchQuery query)
    {
        var mine = ++asked;
        (Query, IsSearching) = (query, true);
        var isAsked = !string.IsNullOrWhiteSpace(query.Q);
        var people = isAsked && query.IsOfPeople ? await PeopleAsync(FirstPeople, null) : Found<PersonHit>.None;
        var orders = isAsked ? await HitsAsync(isOrders: true, FirstOrders, null) : Found<SearchHit>.None;
        var messages = isAsked ? await HitsAsync(isOrders: false, 30, null) : Found<SearchHit>.None;
        if (mine == asked)
        {
            (People, Orders, Messages, IsSearching, IsAnswered) = (people, orders, messages, false, isAsked);
        }
    }

    public async Task MorePeopleAsync() => People = People.And(await PeopleAsync(30, People.Next));

    public async Task MoreOrdersAsync() => Orders = Orders.And(await HitsAsync(isOrders: true, 30, Orders.Next));

    public async Task MoreMessagesAsync() => Messages = Messages.And(await HitsAsync(isOrders: false, 30, Messages.Next));

    private async Task<Found<PersonHit>> PeopleAsync(int limit, string? cursor) =>
        await search.PeopleAsync(await session.ActorAsync(), Filter() with { Limit = limit, Cursor = cursor }) is { IsOk: true, Value: var page } ? Found<PersonHit>.Of(page) : Found<PersonHit>.None;

    private async Task<Found<SearchHit>> HitsAsync(bool isOrders, int limit, string? cursor) =>
        await search.FindAsync(await session.ActorAsync(), Filter() with { Orders = isOrders, Limit = limit, Cursor = cursor }) is { IsOk: true, Value: var page } ? Found<SearchHit>.Of(page) : Found<SearchHit>.None;

    private SearchFilter Filter() => new((Query.Q ?? "").Trim())
    {
        Direction = Query.Direction,
        Kind = Query.Kind,
        Agent = Id<User>(Query.Agent),
        Label = Id<Label>(Query.Label),
        Number = Id<Number>(Query.Number),
        From = Day(Query.From),
        Until = Day(Query.Until)?.AddDays(1),
    };

    private static Id<T>? Id<T>(string? text) => Kaiwa.Core.Storage.Id<T>.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static DateTimeOffset? Day(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}

/// <summary>One group of what was found.</summary>
public sealed record Found<T>(IReadOnlyList<T> Hits, string? Next)
{
    public static readonly Found<T> None = new([], null);

    public static Found<T> Of(Page<T> page) => new(page.Items, page.Next);

    public Found<T> And(Found<T> more) => new([.. Hits, .. more.Hits], more.Next);
}
