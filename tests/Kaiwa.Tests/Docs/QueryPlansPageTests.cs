using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Search;
using Kaiwa.Testing;
using Kaiwa.Tests.Features;

namespace Kaiwa.Tests.Docs;

/// <summary>docs/reference/query-plans-sqlite.md: how SQLite goes about what a screen asks. What it begins to scan or to sort is seen in the diff.</summary>
public sealed class QueryPlansPageTests
{
    private const string Head = """
        # Query plans on SQLite

        How SQLite goes about the statements behind the inbox, the contacts and the search (`EXPLAIN QUERY PLAN`), made from the code by `./do docs`. `SEARCH … USING INDEX` walks along an index to the rows that are wanted;
        `SCAN` reads everything. SQLite plans without statistics here, so an empty database and a large one have the same plans.

        """;

    [Fact]
    public async Task The_plans_are_those_that_the_page_shows()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var (search, people) = (host.Get<SearchStore>().Index, host.Get<ContactWordStore>().Index);
        await host.Database.InTransactionAsync(async unit =>
        {
            foreach (var index in new[] { search, people })
            {
                await index.PutAsync(unit, [new IndexedText(1, IsEdit: false, ["tea"])], onlyMissing: false); // makes the part
            }
        });
        var inOrder = new ThreadPlace[] { ThreadPlace.Latest, ThreadPlace.From(default(DateTimeOffset)) };
        List<(string Title, string Sql)> statements =
        [
            ("Open conversations, newest first", List(new ConversationFilter(ConversationStatus.Open))),
            ("Open conversations, waiting longest first", List(new ConversationFilter(ConversationStatus.Open, Sort: ConversationSort.Waiting))),
            ("Open conversations, most urgent first", List(new ConversationFilter(ConversationStatus.Open, Sort: ConversationSort.Priority))),
            ("My open conversations", List(new ConversationFilter(ConversationStatus.Open, Whose: Whose.Mine))),
            ("All conversations, newest first", List(new ConversationFilter())),
            ("Mentions", List(new ConversationFilter(Whose: Whose.Mentions))),
            ("Overdue", List(new ConversationFilter { Overdue = true })),
            ("Of a team", List(new ConversationFilter { Team = default(Id<Kaiwa.Features.Teams.Team>) })),
            ("Blocked", List(new ConversationFilter { Blocked = true })),
            ("With a label that few have", ConversationOrder.Write(ConversationStore.SelectPage, new ConversationFilter { Label = default(Id<Kaiwa.Features.Labels.Label>) }, isRare: true)),
            ("With a label that many have", ConversationOrder.Write(ConversationStore.SelectPage, new ConversationFilter { Label = default(Id<Kaiwa.Features.Labels.Label>) }, isRare: false)),
            ("How many each view holds", ConversationStore.CountViews.Replace("{status}", ConversationOrder.Status(ConversationStatus.Open), StringComparison.Ordinal).Replace("{overdue}", ConversationOrder.Overdue, StringComparison.Ordinal)),
            ("A thread from its end", ThreadStore.At(inOrder[0], ThreadStore.SelectMessages)),
            ("A thread from a day on", ThreadStore.At(inOrder[1], ThreadStore.SelectMessages)),
            ("Reactions, edits and revokes of a part of a thread", ThreadStore.At(inOrder[0], ThreadStore.SelectChanges)),
            ("What a part of a thread quotes", ThreadStore.At(inOrder[0], ThreadStore.SelectQuoted)),
            ("Contacts, newest first", AudienceStore.SelectPage.Replace("{tag}", "", StringComparison.Ordinal).Replace("{search}", "", StringComparison.Ordinal)),
            ("Search of messages, in one part of the index", search.OfPart(SearchStore.SelectFound, 0).Replace("{filters}", "", StringComparison.Ordinal)),
            ("Search of people, in one part of the index", people.OfPart(ContactWordStore.SelectFound, 0).Replace("{exists}", "", StringComparison.Ordinal).Replace("{filters}", "", StringComparison.Ordinal)),
        ];
        var page = new StringBuilder(Head);
        foreach (var (title, sql) in statements)
        {
            page.Append("\n## ").Append(title).Append("\n\n```\n").Append(await PlanAsync(host, sql)).Append("\n```\n");
        }

        GeneratedPage.Match("query-plans-sqlite.md", page.ToString());
    }

    private static string List(ConversationFilter filter) => ConversationOrder.Write(ConversationStore.SelectPage, filter, isRare: false);

    private static async Task<string> PlanAsync(FeaturesHost host, string sql)
    {
        var (any, none) = (Guid.Empty, 0L);
        var rows = await host.Database.QueryAsync<PlanRow>(
            "EXPLAIN QUERY PLAN " + sql,
            new { workspace = host.Shop.Actor.Workspace, status = 0, me = any, at = none, id = any, priority = 0, label = any, team = any, now = none, most = 40, contact = any, number = any, seq = none, before = any, consent = -1, question = "\"x\"" });
        var depth = new Dictionary<long, int> { [0] = 0 };
        return string.Join('\n', rows.Select(row => new string(' ', 2 * (depth[row.Id] = depth[row.Parent] + 1) - 2) + row.Detail));
    }

    private sealed record PlanRow
    {
        public required long Id { get; init; }

        public required long Parent { get; init; }

        public required string Detail { get; init; }
    }
}
