using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audit;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Testing;
using Kaiwa.Tests.Architecture;

namespace Kaiwa.Tests.Features.Audit;

public sealed partial class AuditTests
{
    [Theory, Engines]
    public async Task Deeds_are_read_back_page_by_page_the_newest_first(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await DoAsync(host, host.Shop.Actor, "broadcast.started", "1");
        await DoAsync(host, host.Shop.Actor, "broadcast.paused", "2");
        await DoAsync(host, host.Stranger.Actor, "broadcast.started", "theirs");
        await DoAsync(host, host.Shop.Actor, "broadcast.resumed", "3");
        var audit = host.Get<IAuditTrail>();

        var first = (await audit.PageAsync(host.Shop.Actor, new AuditFilter { Limit = 2 })).Value;
        var second = (await audit.PageAsync(host.Shop.Actor, new AuditFilter { Limit = 2, Cursor = first.Next })).Value;

        first.Items.Select(row => row.Subject).ShouldBe(["3", "2"]);
        second.Items.Select(row => row.Subject).ShouldBe(["1"]);
        second.Next.ShouldBeNull();
        (first.Items[0].Text("en"), first.Items[0].Text("ja")).ShouldBe(("Resumed a broadcast", "一斉配信を再開"));
    }

    [Theory, Engines]
    public async Task Filters_narrow_by_person_deed_and_time(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (mika, other) = (await host.HireAsync("mika", Role.Admin), await host.HireAsync("mika2", Role.Admin));
        await DoAsync(host, mika, "broadcast.started", "a");
        await DoAsync(host, other, "broadcast.started", "b");
        host.Clock.Advance(TimeSpan.FromDays(1));
        await DoAsync(host, mika, "broadcast.paused", "c");
        var (audit, noon) = (host.Get<IAuditTrail>(), host.Clock.GetUtcNow().AddHours(-12));
        async Task<IEnumerable<string>> FindAsync(AuditFilter filter) =>
            (await audit.PageAsync(mika, filter)).Value.Items.Where(row => row.Action.StartsWith("broadcast", StringComparison.Ordinal)).Select(row => row.Subject);

        (await FindAsync(new AuditFilter { By = mika.Subject })).ShouldBe(["c", "a"]);
        (await FindAsync(new AuditFilter { Action = "broadcast.started" })).ShouldBe(["b", "a"]);
        (await FindAsync(new AuditFilter { From = noon })).ShouldBe(["c"]);
        (await FindAsync(new AuditFilter { Until = noon, By = mika.Subject })).ShouldBe(["a"]);
        (await audit.PeopleAsync(mika)).Value.Select(person => person.Name).ShouldBe(["mika", "mika2"]);
    }

    [Theory, Engines]
    public async Task The_export_holds_every_row_and_runs_no_formula(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.Database.InTransactionAsync(async unit =>
        {
            for (var i = 0; i < 1200; i++)
            {
                await host.Get<AuditLog>().WriteAsync(unit, host.Shop.Actor, "key.created", "many");
            }

            foreach (var name in new[] { "=1+1", "+81", "-3", "@SUM(A1)", "a \"quoted\", name" })
            {
                await host.Get<AuditLog>().WriteAsync(unit, host.Shop.Actor, "key.created", "x", name);
            }
        });
        using var client = host.Client(await host.KeyAsync(Permissions.All));

        var csv = await client.GetStringAsync("/api/v1/audit/export?action=key.created&language=ja");

        var lines = csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("time,who,kind,action,what,subject,details");
        lines.Length.ShouldBe(1 + 1200 + 5 + 1); // and the key that asks
        lines[2].ShouldEndWith(""",Aiko,User,key.created,APIキーを作成,x,"a ""quoted"", name" """.TrimEnd());
        lines[3].ShouldEndWith(",x,\"'@SUM(A1)\"");
        lines[4].ShouldEndWith(",x,\"'-3\"");
        lines[5].ShouldEndWith(",x,\"'+81\"");
        lines[6].ShouldEndWith(",x,\"'=1+1\"");
    }

    [Fact]
    public async Task Only_who_administers_reads_it()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var manager = await host.HireAsync("mika", Role.Manager);
        using var browser = await host.BrowserAsync("mika");

        (await browser.GetAsync("/api/v1/audit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync("/api/v1/audit/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Get<IAuditTrail>().PageAsync(manager, new AuditFilter())).Problem!.Type.ShouldBe("not-permitted");
        using var program = host.Client(await host.KeyAsync(Permissions.Administer));
        (await program.GetFromJsonAsync<JsonNode>("/api/v1/audit?action=member.joined"))!["items"]![0]!["name"]!.GetValue<string>().ShouldBe("mika");
    }

    [Fact]
    public void Every_deed_in_the_code_has_words_and_every_word_a_deed()
    {
        var deeds = SourceTree.Files("src", ".cs").Where(file => !file.EndsWith("/AuditWords.cs", StringComparison.Ordinal))
            .Select(SourceTree.Read).Where(source => source.Contains("audit", StringComparison.OrdinalIgnoreCase) || source.Contains("PauseBroadcast", StringComparison.Ordinal))
            .SelectMany(source => Deed().Matches(source).Select(match => match.Groups["deed"].Value))
            .Concat(Enum.GetValues<ConversationEventKind>().Except([ConversationEventKind.Merged, ConversationEventKind.Unmerged]) // done to contacts
                .Select(kind => "conversation." + kind.ToString().ToLowerInvariant())) // what befell a ticket is a deed by the same name
            .ToHashSet(StringComparer.Ordinal);

        AuditWords.All.Keys.Except(deeds).ShouldBeEmpty("nothing writes these down any more");
        deeds.Except(AuditWords.All.Keys).ShouldBeEmpty("add their words to AuditWords");
    }

    private static Task DoAsync(FeaturesHost host, Actor actor, string action, string subject) =>
        host.Database.InTransactionAsync(unit => host.Get<AuditLog>().WriteAsync(unit, actor, action, subject));

    [GeneratedRegex("\"(?<deed>(assignment|broadcast|canned-reply|contact(?=\\.consent)|contacts|conversation|hours|key|label|member|message|onpremises|reply|satisfaction|service-levels|session|team|user|view|webhook|workspace)\\.[a-z][a-z-]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Deed();
}
