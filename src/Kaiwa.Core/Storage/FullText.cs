using System.Globalization;

namespace Kaiwa.Core.Storage;

/// <summary>
/// Full text on either engine, over words that we cut ourselves: an index of SQLite's FTS5, or a tsvector made without PostgreSQL's parser, which has no Japanese.
/// Words are letters and digits only, so that none needs quoting.
/// </summary>
public sealed class FullText(Engine engine)
{
    private const int LastPosition = 16_383; // of a tsvector

    /// <summary>Makes an index named so, over texts known by a number.</summary>
    public string Create(string name) => engine == Engine.Postgres
        ? $"CREATE TABLE {name} (seq BIGINT PRIMARY KEY, words tsvector NOT NULL); CREATE INDEX {name}_words ON {name} USING gin (words) WITH (fastupdate = off)"
        : $"CREATE VIRTUAL TABLE {name} USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')";

    /// <summary>The column that says which row a text is of.</summary>
    public string Seq(string index) => engine == Engine.Postgres ? $"{index}.seq" : $"{index}.rowid";

    /// <summary>Puts rows (<c>seq</c>, <c>words</c>) into the index; what was there under the same number goes.</summary>
    public string Put(string index) => engine == Engine.Postgres
        ? $"INSERT INTO {index} (seq, words) SELECT v.seq, v.words::tsvector FROM {{rows}} WHERE TRUE ON CONFLICT (seq) DO UPDATE SET words = excluded.words -- all workspaces: the number is a row's, which carries its workspace_id"
        : $"INSERT OR REPLACE INTO {index} (rowid, words) SELECT v.seq, v.words FROM {{rows}} -- all workspaces: the number is a row's, which carries its workspace_id";

    /// <summary>As <see cref="Put"/>, but what is there under the same number stays.</summary>
    public string PutMissing(string index) => Put(index)
        .Replace("DO UPDATE SET words = excluded.words", "DO NOTHING", StringComparison.Ordinal).Replace("OR REPLACE", "OR IGNORE", StringComparison.Ordinal);

    /// <summary>The condition that rows answer <c>@question</c>.</summary>
    public string Matches(string index) => engine == Engine.Postgres ? $"{index}.words @@ @question::tsquery" : $"{index} MATCH @question";

    public string Words(IEnumerable<string> words) => engine == Engine.Postgres
        ? string.Join(' ', words.Take(LastPosition).Select((word, at) => string.Create(CultureInfo.InvariantCulture, $"'{word}':{at + 1}")))
        : string.Join(' ', words);

    /// <summary>All of the phrases, the last word of an open one may go on; without the texts that have another.</summary>
    public string Question(IEnumerable<Phrase> phrases, Phrase? without = null)
    {
        var all = string.Join(engine == Engine.Postgres ? " & " : " AND ", phrases.Select(Part));
        return without is null ? all : engine == Engine.Postgres ? $"{all} & !{Part(without)}" : $"({all}) NOT {Part(without)}";
    }

    private string Part(Phrase phrase) => engine == Engine.Postgres
        ? $"({string.Join(" <-> ", phrase.Words.Select(word => $"'{word}'"))}{(phrase.IsOpen ? ":*" : "")})"
        : $"\"{string.Join(' ', phrase.Words)}\"{(phrase.IsOpen ? " *" : "")}";

    /// <summary>Words that follow one another.</summary>
    public sealed record Phrase(IReadOnlyList<string> Words, bool IsOpen);
}
