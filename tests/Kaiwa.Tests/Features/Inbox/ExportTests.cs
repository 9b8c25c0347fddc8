using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audit;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Exports;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.People;
using Kaiwa.Features.ShopProfile;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed partial class ExportTests
{
    private const string Ana = "+819011112222";

    // 10:04 in Tokyo.
    private static readonly long Morning = new DateTimeOffset(2026, 11, 2, 1, 4, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Fact]
    public void Whatever_is_done_to_a_conversation_has_words() =>
        Enum.GetNames<ConversationEventKind>().Where(kind => !ExportWords.Has("event." + kind)).ShouldBeEmpty();

    [Theory, Engines]
    public async Task The_text_reads_like_a_chat_in_the_shops_time(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        var write = new Webhook { Time = Morning };
        await host.DeliverAsync(
            write.Text("wamid.1", "Is the blue one there? 😀", 0), write.Location("wamid.2", "Station", 35.01, 135.76, 60), write.Order("wamid.3", "Gift wrap", "SKU-9", 120),
            write.Answer("wamid.4", "wamid.1", "I mean the dark blue", 180), write.Edit("wamid.5", "wamid.4", "I mean the navy", 200), write.Text("wamid.6", "Wrong chat", 240), write.Revoke("wamid.7", "wamid.6", 250));

        var lines = (await TextAsync(host, new ExportWish { Format = ExportFormat.Txt })).Split('\n');

        lines[..2].ShouldBe(["Conversation with Ana", "Shop: Tea of Uji (+81 3-1234-5678)"]);
        lines[6..].ShouldBe(
        [
            "[2026-11-02 10:04] Ana: Is the blue one there? 😀",
            "[2026-11-02 10:05] Ana: (Location) Station", "    35.01, 135.76",
            "[2026-11-02 10:06] Ana: (Order) Gift wrap", "    1 × SKU-9 · 12 USD",
            "[2026-11-02 10:07] Ana: I mean the navy", "    In answer to: Is the blue one there? 😀", "    (edited)",
            "[2026-11-02 10:08] Ana: This message was deleted",
            "",
        ]);
    }

    [Theory, Engines]
    public async Task Nobody_can_write_a_line_that_looks_like_the_shops(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        var write = new Webhook { Time = Morning, Name = "Ana\\u202e\\u2066 ]: Shop" };
        await host.DeliverAsync(write.Text("wamid.1", "Hi\\n[2026-11-02 10:05] Tea of Uji: You get it for free\\u2028[2026-11-02 10:06] Ana: Thanks\\r* Mika resolved", 0));

        var text = await TextAsync(host, new ExportWish { Format = ExportFormat.Txt });

        text.ShouldNotContain('\u202e');
        text.Split(["\n", "\r", "\u2028"], StringSplitOptions.None)[6..].ShouldBe(
        [
            "[2026-11-02 10:04] Ana ]: Shop: Hi", "    [2026-11-02 10:05] Tea of Uji: You get it for free", "    [2026-11-02 10:06] Ana: Thanks", "    * Mika resolved", "",
        ]);
    }

    [Theory, Engines]
    public async Task Who_takes_the_shops_name_is_told_from_the_shop_by_their_number(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        await host.DeliverAsync(new Webhook { Time = Morning, Name = "tea of Uji" }.Text("wamid.1", "You get it for free", 0));

        (await TextAsync(host, new ExportWish { Format = ExportFormat.Txt })).ShouldContain("tea of Uji (+819011112222): You get it for free");
    }

    [Theory, Engines]
    public async Task Whatever_a_customer_writes_is_text_in_the_page(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        var write = new Webhook { Time = Morning, Name = "<img src=x onerror=alert(1)>" };
        await host.DeliverAsync(
            write.Text("wamid.1", "<script>alert('x')</script> & </style></main> 青い\\ud83d", 0), write.Document("wamid.2", "\\\"><script>alert(2)</script>.pdf", 10),
            write.Order("wamid.3", "</p><iframe>", "<b>SKU</b>", 20), write.Text("wamid.4", "\\u202eevil \\u05e9\\u05dc\\u05d5\\u05dd", 30));

        var page = await TextAsync(host, new ExportWish { Format = ExportFormat.Html });

        Tag().Matches(page).Select(tag => tag.Groups["name"].Value).Distinct().ShouldBeSubsetOf(["html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "dl", "dt", "dd", "bdi", "p", "main", "div", "time", "ul", "li", "span"]);
        page.ShouldContain("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &lt;/style&gt;&lt;/main&gt; 青い");
        page.ShouldContain("""content="default-src 'none'; style-src 'sha256-""");
        page.ShouldContain("<h2>2026-11-02</h2>");
        page.ShouldContain("<html lang=\"en\">");
        (await TextAsync(host, new ExportWish { Format = ExportFormat.Html, Language = "ja" })).ShouldContain("様との会話</title>");
    }

    [Theory, Engines]
    public async Task The_data_have_all_that_the_API_shows_and_notes_only_when_asked(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        var write = new Webhook { Time = Morning };
        await host.DeliverAsync(write.Text("wamid.1", "Hello", 0), write.Document("wamid.2", "bill.pdf", 10), write.Answer("wamid.3", "wamid.1", "Well?", 20));
        var hash = await FetchedAsync(host, "bill.pdf", "%PDF"u8.ToArray());
        var conversation = await host.ConversationAsync(Ana);
        await host.Get<INotes>().AddAsync(host.Shop.Actor, conversation, "She moved <house>");
        await host.Get<IInbox>().ChangeAsync(host.Shop.Actor, [conversation], new TicketChange { Status = ConversationStatus.Resolved, Reason = "Done" });

        var without = await JsonAsync(host, new ExportWish { Format = ExportFormat.Json });
        var with = await JsonAsync(host, new ExportWish { Format = ExportFormat.Json, Notes = true });

        without["conversation"]!["customer"]!.GetValue<string>().ShouldBe("Ana");
        without["conversation"]!["timeZone"]!.GetValue<string>().ShouldBe("Asia/Tokyo");
        var messages = without["messages"]!.AsArray();
        messages.Select(message => message!["kind"]!.GetValue<string>()).ShouldBe(["text", "document", "text"]);
        messages[1]!["media"]!["fileName"]!.GetValue<string>().ShouldBe("bill.pdf");
        messages[1]!["media"]!["sha256"]!.GetValue<string>().ShouldBe(hash);
        messages[2]!["quotedText"]!.GetValue<string>().ShouldBe("Hello");
        (without["notes"], without["events"]).ShouldBe((null, null));
        with["notes"]!.AsArray().ShouldHaveSingleItem()!["text"]!.GetValue<string>().ShouldBe("She moved <house>");
        with["events"]!.AsArray().ShouldHaveSingleItem()!["detail"]!.GetValue<string>().ShouldBe("Done");
        (await TextAsync(host, new ExportWish { Format = ExportFormat.Html })).ShouldNotContain("She moved");
        (await TextAsync(host, new ExportWish { Format = ExportFormat.Html, Notes = true })).ShouldContain("Private note by Aiko</bdi></div><p dir=\"auto\">She moved &lt;house&gt;</p>");
        (await TextAsync(host, new ExportWish { Format = ExportFormat.Txt, Notes = true })).ShouldContain("* Aiko resolved the conversation: Done");
    }

    [Theory, Engines]
    public async Task The_archive_holds_every_file_under_a_name_that_leads_nowhere(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        var write = new Webhook { Time = Morning };
        await host.DeliverAsync(
            write.Document("wamid.1", "../../x.pdf", 0), write.Document("wamid.2", "..\\\\..\\\\x.pdf", 0), write.Document("wamid.3", "page.HTML", 10, "text/html"), write.Document("wamid.4", "cod\\u202efdp.exe", 20),
            write.Document("wamid.5", "請求書 11月.pdf", 30), write.Document("wamid.6", "empty.pdf", 40), write.Document("wamid.7", "never.pdf", 50), write.Picture("wamid.8", "The <blue> one", 60));
        foreach (var (name, bytes) in new[] { ("../../x.pdf", "one"), ("..\\..\\x.pdf", "two"), ("page.HTML", "<script>"), ("cod\u202efdp.exe", "MZ"), ("請求書 11月.pdf", "three"), ("empty.pdf", ""), (null!, "JPEG") })
        {
            await FetchedAsync(host, name, Encoding.UTF8.GetBytes(bytes));
        }

        await using var zip = await ZipAsync(host, new ExportWish());

        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        names[..3].ShouldBe(["conversation.html", "conversation.txt", "conversation.json"]);
        var files = names.Where(name => name.StartsWith("media/", StringComparison.Ordinal)).ToList();
        files.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(7);
        files.ShouldAllBe(name => SafeName().IsMatch(name));
        files.Select(name => Numbers().Replace(name, "")).ShouldBe(["-x.pdf", "-x.pdf", "-page.HTML.txt", "-codfdp.exe.txt", "-請求書_11月.pdf", "-empty.pdf", ".jpg"]);
        Read(zip, files[0]).ShouldBe("one");
        Read(zip, files[1]).ShouldBe("two");
        Read(zip, files[5]).ShouldBe("");
        Read(zip, files[6]).ShouldBe("JPEG");
        names[^1].ShouldBe("missing.txt");
        Read(zip, "missing.txt").ShouldContain("] never.pdf: the file ");

        var page = Read(zip, "conversation.html");
        Link().Matches(page).Select(link => Uri.UnescapeDataString(link.Groups["path"].Value)).Distinct().ShouldBe(files);
        page.ShouldContain("never.pdf, the file ");
        page.ShouldContain("<img src=\"media/");
        var messages = JsonNode.Parse(Read(zip, "conversation.json"))!["messages"]!.AsArray();
        messages.Select(message => message!["media"]!["file"]?.GetValue<string>()).ShouldBe([.. files[..6], null, files[6]]);
        messages[6]!["media"]!["isMissing"]!.GetValue<bool>().ShouldBeTrue();
        Read(zip, "conversation.txt").ShouldContain($"(Document: ../../x.pdf, {files[0]})");
    }

    [Theory, Engines]
    public async Task Days_begin_and_end_at_the_shops_midnight(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        var midnight = new Webhook { Time = new DateTimeOffset(2026, 11, 1, 15, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() };
        await host.DeliverAsync(midnight.Text("wamid.1", "before", -1), midnight.Text("wamid.2", "first", 0), midnight.Text("wamid.3", "last", 86_399), midnight.Text("wamid.4", "after", 86_400));
        async Task<IEnumerable<string>> WordsAsync(string? from, string? to) => (await JsonAsync(host, new ExportWish { Format = ExportFormat.Json, From = Day(from), To = Day(to) }))["messages"]!.AsArray().Select(message => message!["text"]!.GetValue<string>());

        (await WordsAsync("2026-11-02", "2026-11-02")).ShouldBe(["first", "last"]);
        (await WordsAsync(null, "2026-11-01")).ShouldBe(["before"]);
        (await WordsAsync("2026-11-03", null)).ShouldBe(["after"]);
        (await WordsAsync(null, null)).ShouldBe(["before", "first", "last", "after"]);
        (await TextAsync(host, new ExportWish { Format = ExportFormat.Html, From = Day("2026-12-01") })).ShouldContain("Nothing was written in this period.");
    }

    [Theory, Engines]
    public async Task A_long_conversation_comes_page_by_page_with_nothing_left_out_or_doubled(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        var one = JsonNode.Parse(new Webhook { Time = Morning }.Text("wamid.0", "0", 0))!;
        var messages = one["entry"]![0]!["changes"]![0]!["value"]!["messages"]!.AsArray();
        for (var i = 1; i < 1050; i++)
        {
            var next = messages[0]!.DeepClone();
            (next["id"], next["text"]!["body"]) = ("wamid." + i, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            messages.Add(next);
        }

        await host.DeliverAsync(one.ToJsonString());

        var exported = (await JsonAsync(host, new ExportWish { Format = ExportFormat.Json }))["messages"]!.AsArray().Select(message => message!["text"]!.GetValue<string>()).ToList();
        exported.Count.ShouldBe(1050);
        exported.Distinct(StringComparer.Ordinal).Count().ShouldBe(1050);
    }

    [Theory, Engines]
    public async Task Over_HTTP_it_is_a_download_for_who_may_have_it_and_a_deed_in_the_audit(Engine engine)
    {
        await using var host = await TokyoAsync(engine);
        await host.DeliverAsync(new Webhook { Time = Morning, Name = "花子/../Ana\\u202e" }.Text("wamid.1", "Hello", 0));
        var path = $"/api/v1/conversations/{await host.ConversationAsync(Ana)}/export";
        var today = TimeZoneInfo.ConvertTime(host.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var program = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Contacts));
        using var agent = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));
        using var writer = host.Client(await host.KeyAsync(Permissions.Contacts));

        foreach (var format in new[] { "html", "txt", "json", "zip" })
        {
            using var answer = await program.GetAsync($"{path}?format={format}&language=ja");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, format);
            var given = answer.Content.Headers.ContentDisposition!;
            (given.DispositionType, given.FileNameStar).ShouldBe(("attachment", $"conversation-花子-Ana-{today}.{format}"));
            given.FileName!.ShouldAllBe(letter => char.IsAscii(letter));
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBeGreaterThan(100);
        }

        (await program.GetAsync(path + "?format=docx")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await program.GetAsync(path + "?from=yesterday")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await program.GetAsync(path + "?from=2026-11-03&to=2026-11-02")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await agent.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await writer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ExportAsync(host, new ExportWish(), host.Shop.Actor with { Permissions = Roles.Table[Role.Agent] })).Problem!.Type.ShouldBe("not-permitted");
        (await ExportAsync(host, new ExportWish(), host.Stranger.Actor)).Problem!.Type.ShouldBe("conversation-unknown");
        var deeds = (await host.Get<IAuditTrail>().PageAsync(host.Shop.Actor, new AuditFilter { Action = "conversation.exported" })).Value.Items;
        deeds.Select(deed => deed.Details).ShouldBe(["花子/../Ana · zip", "花子/../Ana · json", "花子/../Ana · txt", "花子/../Ana · html"]);
    }

    private static async Task<FeaturesHost> TokyoAsync(Engine engine)
    {
        var host = await FeaturesHost.StartAsync(engine);
        (await host.Get<IShop>().ChangeAsync(host.Shop.Actor, new ShopView("Tea of Uji", "Asia/Tokyo"))).IsOk.ShouldBeTrue();
        return host;
    }

    /// <summary>The file of the message with that name has come.</summary>
    private static async Task<string> FetchedAsync(FeaturesHost host, string? name, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        var (hash, size) = await host.Get<MediaStore>().SaveAsync(host.Shop.Actor.Workspace, content, CancellationToken.None);
        var message = (await host.Get<IInbox>().ThreadAsync(host.Shop.Actor, await host.ConversationAsync(Ana))).Value.Single(message => message.Media is { } media && media.FileName == name).Id;
        await host.Database.InTransactionAsync(unit => unit.ExecuteAsync(
            "UPDATE media SET sha256 = @hash, size = @size WHERE workspace_id = @workspace AND message_id = @message", new { hash, size, workspace = host.Shop.Actor.Workspace, message }));
        return hash;
    }

    private static async Task<Kaiwa.Core.Web.Result<ExportedFile>> ExportAsync(FeaturesHost host, ExportWish wish, Actor? actor = null) =>
        await host.Get<IExports>().BeginAsync(actor ?? host.Shop.Actor, await host.ConversationAsync(Ana), wish);

    private static async Task<string> TextAsync(FeaturesHost host, ExportWish wish)
    {
        using var written = new MemoryStream();
        await (await ExportAsync(host, wish)).Value.WriteAsync(written, CancellationToken.None);
        return Encoding.UTF8.GetString(written.ToArray()).TrimStart('\uFEFF');
    }

    private static async Task<JsonNode> JsonAsync(FeaturesHost host, ExportWish wish) => JsonNode.Parse(await TextAsync(host, wish))!;

    private static async Task<ZipArchive> ZipAsync(FeaturesHost host, ExportWish wish)
    {
        var written = new MemoryStream();
        await (await ExportAsync(host, wish)).Value.WriteAsync(written, CancellationToken.None);
        written.Position = 0;
        return new ZipArchive(written);
    }

    private static string Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("</?(?<name>[a-z0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tag();

    [GeneratedRegex("(href|src)=\"(?<path>media/[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^media/\d{8}-\d{6}-\d+[\p{L}\p{M}\p{N}_.-]*$", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex SafeName();

    [GeneratedRegex(@"^media/\d{8}-\d{6}-\d+", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Numbers();
}
