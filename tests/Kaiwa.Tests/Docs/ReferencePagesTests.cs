using System.Globalization;
using System.Text;
using Kaiwa.Core.Web;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Tests.Docs;

public sealed class ReferencePagesTests
{
    [Fact]
    public void The_page_of_problems_is_what_the_code_says()
    {
        Words.Load();
        var page = new StringBuilder("""
            # Problems

            Every refusal of Kaiwa's own API is `application/problem+json` with a `type` of `https://kaiwa.dev/problems/<type>`: stable words that a program may rely on. The sentences are for
            people and may get better. `{0}`, `{1}` are the `arguments` of the answer. Problems that come from Meta have the type `meta-<code>`; their sentences are in [errors.md](errors.md).

            This page is made from the code (`./do docs`).

            | type | title | what a person reads | in Japanese |
            | --- | --- | --- | --- |

            """);
        foreach (var (type, text) in ProblemTexts.All.Where(pair => !IsFromCatalogue(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            page.Append($"| `{type}` | {GeneratedPage.Cell(text.Title)} | {GeneratedPage.Cell(Plain(text.English))} | {GeneratedPage.Cell(Plain(text.Japanese))} |\n");
        }

        GeneratedPage.Match("problems.md", page.ToString());
    }

    [Fact]
    public void The_page_of_errors_is_what_the_catalogue_says()
    {
        var page = new StringBuilder("""
            # Meta's error codes, and what Kaiwa does

            **Retry**: again soon, with back-off. **Later**: again after the wait. **Hold**: kept back until a person or Meta mends the cause, then it goes out by itself. **GiveUp**: the message
            fails with this sentence. A code that is not here is judged by its HTTP status. *Fault* says who can do something about it.

            This page is made from `src/Kaiwa.WhatsApp/Errors/ErrorCatalogue*.cs` (`./do docs`).

            | code | HTTP | title | verdict | wait | fault | what a person reads |
            | --- | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var entry in ErrorCatalogue.All.OrderBy(entry => entry.Code))
        {
            page.Append($"| {entry.Code} | {entry.HttpStatus} | {GeneratedPage.Cell(entry.Title)} | {entry.Verdict.Kind} | {Wait(entry.Verdict.Wait)} | {entry.Fault} | {GeneratedPage.Cell(entry.Sentence)} |\n");
        }

        GeneratedPage.Match("errors.md", page.ToString());
    }

    [Fact]
    public void The_page_of_the_graph_api_is_what_the_list_of_paths_says()
    {
        var page = new StringBuilder("""
            # Meta's Graph API at Kaiwa

            Every path and method of Meta's own description (Business Messaging API, v23.0), the resumable upload, the catalogues and the templates' analytics, and what the gateway does with it, with any version from v13 to v26 or none. **Served**: Kaiwa does it itself.
            **Passed on**: to Meta with the number's own token, when the id is of the key's workspace; reading needs a key that may read, changing one that administers. **Refused**: error 100 with the reason.
            An id of somebody else answers as if it did not exist (100, subcode 33).

            This page is made from `src/Kaiwa.Features/Gateway/GraphApi/graph-paths.tsv` (`./do docs`).

            | method | path | | how, or why not |
            | --- | --- | --- | --- |

            """);
        foreach (var path in GraphPaths.All)
        {
            page.Append($"| {path.Method} | `{path.Path}` | {path.Verdict switch { PathVerdict.Served => "served", PathVerdict.PassedOn => "passed on", _ => "refused" }} | {GeneratedPage.Cell(path.Why)} |\n");
        }

        GeneratedPage.Match("graph-api.md", page.ToString());
    }

    [Fact]
    public void The_page_of_settings_is_what_the_options_say()
    {
        var page = new StringBuilder("""
            # Settings

            Settings come, the later the stronger, from `appsettings.json`, environment variables (`Kaiwa__Dispatch__MaxInFlight=64`) and the command line. The switches of the command are in
            [cli.md](cli.md). A wrong value stops the start with a sentence that names it.

            This page is made from the options classes (`./do docs`).


            """);
        foreach (var options in OptionsSource.All())
        {
            page.Append($"## {options.Section}\n\n{options.Summary}\n\n| setting | default | what it does |\n| --- | --- | --- |\n");
            foreach (var setting in options.Settings)
            {
                page.Append($"| `{setting.Name}` ({setting.Type}) | {(setting.Default.Length == 0 ? "" : $"`{setting.Default}`")} | {GeneratedPage.Cell(setting.Summary)} |\n");
            }

            page.Append('\n');
        }

        GeneratedPage.Match("configuration.md", page.ToString().TrimEnd('\n') + "\n");
    }

    // The texts are formats: their doubled braces stand for single ones.
    private static string Plain(string format) => string.Format(CultureInfo.InvariantCulture, format, "{0}", "{1}", "{2}", "{3}", "{4}");

    private static bool IsFromCatalogue(string type) => type.StartsWith("meta-", StringComparison.Ordinal) && type.Length > 5 && char.IsAsciiDigit(type[5]);

    private static string Wait(TimeSpan wait) => wait == TimeSpan.Zero ? "" : wait.TotalSeconds < 120 ? $"{wait.TotalSeconds:0.##} s" : wait.TotalMinutes < 120 ? $"{wait.TotalMinutes:0.##} min" : $"{wait.TotalHours:0.##} h";
}
