using System.Globalization;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Web;
using Kaiwa.Features;
using Kaiwa.Features.Search;

namespace Kaiwa.Console.Search;

/// <summary>What was searched for, where, and what was found.</summary>
internal sealed class SearchState(ISearch search, Session session)
{
    private int asked;

    public string Words { get; private set; } = "";

    public Direction? Direction { get; private set; }

    /// <summary>Days as the form has them: <c>2026-11-23</c>, or empty.</summary>
    public string From { get; private set; } = "";

    public string Until { get; private set; } = "";

    public IReadOnlyList<SearchHit> Hits { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsSearching { get; private set; }

    /// <summary>Something was asked and answered.</summary>
    public bool IsAnswered { get; private set; }

    public Task FindAsync(string words) => AskAsync(words, Direction, From, Until);

    public Task ShowAsync(Direction? direction) => AskAsync(Words, direction, From, Until);

    public Task BetweenAsync(string from, string until) => AskAsync(Words, Direction, from, until);

    public async Task LoadMoreAsync()
    {
        if (Next is { } cursor && (await search.FindAsync(await session.ActorAsync(), Filter() with { Cursor = cursor })) is { IsOk: true, Value: var page })
        {
            (Hits, Next) = ([.. Hits, .. page.Items], page.Next);
        }
    }

    private async Task AskAsync(string words, Direction? direction, string from, string until)
    {
        var mine = ++asked;
        (Words, Direction, From, Until, IsSearching) = (words, direction, from, until, true);
        var isAsked = !string.IsNullOrWhiteSpace(words);
        var page = isAsked && await search.FindAsync(await session.ActorAsync(), Filter()) is { IsOk: true, Value: var found } ? found : new Page<SearchHit>([], null);
        if (mine == asked)
        {
            (Hits, Next, IsSearching, IsAnswered) = (page.Items, page.Next, false, isAsked);
        }
    }

    private SearchFilter Filter() => new(Words.Trim()) { Direction = Direction, From = Day(From), Until = Day(Until)?.AddDays(1) };

    private static DateTimeOffset? Day(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}
