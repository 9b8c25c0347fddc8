using Kaiwa.Features.Search;

namespace Kaiwa.Console.Search;

/// <summary>An excerpt cut at its marks.</summary>
internal static class SearchParts
{
    public static IEnumerable<(string Text, bool IsMarked)> Of(SearchHit hit)
    {
        var at = 0;
        foreach (var mark in hit.Marks)
        {
            if (mark.Start > at)
            {
                yield return (hit.Excerpt[at..mark.Start], false);
            }

            at = mark.Start + mark.Length;
            yield return (hit.Excerpt[mark.Start..at], true);
        }

        if (at < hit.Excerpt.Length)
        {
            yield return (hit.Excerpt[at..], false);
        }
    }
}
