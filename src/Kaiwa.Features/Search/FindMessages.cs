using System.Globalization;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Search;

/// <summary>Asks the parts of the index, the newest first, until there is enough.</summary>
internal sealed class FindMessages(SearchStore store, ContactWordStore people) : ISearch
{
    private const int MostHits = 100;
    private const int LongestQuestion = 200;
    private const int MostPhrases = 12;
    private const int Around = 60;

    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace | CompareOptions.IgnoreWidth | CompareOptions.IgnoreKanaType;
    private static readonly CompareInfo Compare = CultureInfo.InvariantCulture.CompareInfo;

    public async Task<Result<Page<SearchHit>>> FindAsync(Actor actor, SearchFilter filter, CancellationToken ct = default)
    {
        var phrases = Cut.Phrases(Typed(filter)).Take(MostPhrases).ToList();
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        if (phrases.Count == 0)
        {
            return SearchProblems.NoWords;
        }

        var isOrder = new FullText.Phrase([Cut.Order], IsOpen: false);
        var question = store.Index.Question(
            [new FullText.Phrase([Cut.Of(actor.Workspace)], IsOpen: false), .. filter.Orders == true ? [isOrder] : (FullText.Phrase[])[], .. phrases], filter.Orders == false ? isOrder : null);
        var (found, next) = await PartByPartAsync(
            store.Index, filter, (part, before, most) => store.FindAsync(actor.Workspace, filter, question, part, before, most, ct), row => row.Seq, ct);
        return new Page<SearchHit>(found.ConvertAll(row => Hit(row, filter.Words)), next);
    }

    public async Task<Result<Page<PersonHit>>> PeopleAsync(Actor actor, SearchFilter filter, CancellationToken ct = default)
    {
        var phrases = Cut.PersonPhrases(Typed(filter)).Take(MostPhrases).ToList();
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        if (phrases.Count == 0)
        {
            return SearchProblems.NoWords;
        }

        var question = people.Index.Question([new FullText.Phrase([Cut.Of(actor.Workspace)], IsOpen: false), .. phrases]);
        var (found, next) = await PartByPartAsync(
            people.Index, filter, (part, before, most) => people.FindAsync(actor.Workspace, filter, question, part, before, most, ct), row => row.Seq, ct);
        return new Page<PersonHit>(found.ConvertAll(row => new PersonHit(row.Id, Name(row.Name, row.Username, row.Phone), row.Phone is null ? null : "+" + row.Phone, row.ConversationId)), next);
    }

    private static async Task<(List<TRow> Rows, string? Next)> PartByPartAsync<TRow>(
        WordIndex index, SearchFilter filter, Func<long, long, int, Task<IReadOnlyList<TRow>>> find, Func<TRow, long> seq, CancellationToken ct)
    {
        var most = Math.Clamp(filter.Limit, 1, MostHits);
        var before = long.TryParse(filter.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : long.MaxValue;
        var found = new List<TRow>();
        foreach (var part in (await index.PartsAsync(ct)).Where(part => part * WordIndex.PartSize < before))
        {
            if (found.Count <= most)
            {
                found.AddRange(await find(part, before, most + 1 - found.Count));
            }
        }

        var shown = found.Take(most).ToList();
        return (shown, found.Count > most ? seq(shown[^1]).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static string Typed(SearchFilter filter) => filter.Words.Length > LongestQuestion ? filter.Words[..LongestQuestion] : filter.Words;

    private static string Name(string? name, string? username, string? phone) => name ?? (username is not null ? "@" + username : phone is not null ? "+" + phone : "?");

    private static SearchHit Hit(FoundRow row, string typed)
    {
        var order = OrderWords.Of((Direction)row.Direction, row.Kind, row.Content);
        var text = string.Join('\n', new[] { MessageWords.Of((Direction)row.Direction, row.Content, row.Components), order }.Where(part => !string.IsNullOrEmpty(part)));
        var words = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var first = words.Select(word => Place(text, word, 0).Start).Where(start => start >= 0).DefaultIfEmpty(0).Min();
        var begin = Whole(text, Math.Max(0, first - Around));
        var end = Whole(text, Math.Min(text.Length, first + (2 * Around)));
        var excerpt = (begin > 0 ? "…" : "") + text[begin..end].ReplaceLineEndings(" ") + (end < text.Length ? "…" : "");
        return new SearchHit
        {
            Id = row.Id,
            ConversationId = row.ConversationId,
            Name = Name(row.Name, row.Username, row.Phone),
            NumberName = row.Display,
            At = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            Direction = (Direction)row.Direction,
            Kind = row.Kind,
            IsOrder = order is not null,
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
