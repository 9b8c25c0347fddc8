using System.Globalization;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Search;

/// <summary>Asks the index from the newest messages backwards, in stretches that grow, so that a common word costs no more than what is shown.</summary>
internal sealed class FindMessages(SearchStore store, Database database) : ISearch
{
    private const int MostHits = 100;
    private const int LongestQuestion = 200;
    private const int MostPhrases = 12;
    private const long FirstStretch = 200_000;
    private const int Around = 60;

    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace | CompareOptions.IgnoreWidth | CompareOptions.IgnoreKanaType;
    private static readonly CompareInfo Compare = CultureInfo.InvariantCulture.CompareInfo;

    public async Task<Result<Page<SearchHit>>> FindAsync(Actor actor, SearchFilter filter, CancellationToken ct = default)
    {
        var phrases = Cut.Phrases(filter.Words.Length > LongestQuestion ? filter.Words[..LongestQuestion] : filter.Words).Take(MostPhrases).ToList();
        if (phrases.Count == 0)
        {
            return SearchProblems.NoWords;
        }

        var question = database.Dialect.FullText.Question([new FullText.Phrase([Cut.Of(actor.Workspace)], IsOpen: false), .. phrases]);
        var most = Math.Clamp(filter.Limit, 1, MostHits);
        var newest = await store.NewestAsync(ct) + 1;
        var before = long.TryParse(filter.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? Math.Min(cursor, newest) : newest;
        var found = new List<FoundRow>();
        for (var stretch = FirstStretch; before > 0 && found.Count <= most; stretch *= 10)
        {
            var after = Math.Max(0, before - stretch);
            found.AddRange(await store.FindAsync(actor.Workspace, filter, question, after, before, most + 1 - found.Count, ct));
            before = after;
        }

        var shown = found.Take(most).ToList();
        return new Page<SearchHit>(shown.ConvertAll(row => Hit(row, filter.Words)), found.Count > most ? shown[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static SearchHit Hit(FoundRow row, string typed)
    {
        var text = MessageWords.Of((Direction)row.Direction, row.Content, row.Components) ?? "";
        var words = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var first = words.Select(word => Place(text, word, 0).Start).Where(start => start >= 0).DefaultIfEmpty(0).Min();
        var begin = Whole(text, Math.Max(0, first - Around));
        var end = Whole(text, Math.Min(text.Length, first + (2 * Around)));
        var excerpt = (begin > 0 ? "…" : "") + text[begin..end].ReplaceLineEndings(" ") + (end < text.Length ? "…" : "");
        return new SearchHit
        {
            Id = row.Id,
            ConversationId = row.ConversationId,
            Name = row.Name ?? (row.Username is { } username ? "@" + username : row.Phone is { } phone ? "+" + phone : "?"),
            NumberName = row.Display,
            At = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            Direction = (Direction)row.Direction,
            Kind = row.Kind,
            Excerpt = excerpt,
            Marks = Marks(excerpt, words),
            Position = Cursor.Write(row.At, row.Seq),
        };
    }

    private static List<Mark> Marks(string excerpt, string[] words)
    {
        var marks = new List<Mark>();
        foreach (var word in words)
        {
            for (var place = Place(excerpt, word, 0); place.Start >= 0; place = Place(excerpt, word, place.Start + place.Length))
            {
                marks.Add(place);
            }
        }

        var end = 0;
        var apart = new List<Mark>();
        foreach (var mark in marks.OrderBy(mark => mark.Start).ThenByDescending(mark => mark.Length))
        {
            if (mark.Start >= end)
            {
                apart.Add(mark);
                end = mark.Start + mark.Length;
            }
        }

        return apart;
    }

    private static Mark Place(string text, string word, int from)
    {
        var at = Compare.IndexOf(text.AsSpan(Math.Min(from, text.Length)), word, Loosely, out var length);
        return at < 0 || length == 0 ? new Mark(-1, 0) : new Mark(from + at, length);
    }

    // Never between the halves of a character.
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
