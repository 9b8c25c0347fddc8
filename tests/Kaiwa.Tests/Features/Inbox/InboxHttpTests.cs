using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Templates;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class InboxHttpTests
{
    private const string Greeting = """
        [{"id":"1","name":"greeting","language":"en","status":"APPROVED","category":"UTILITY","components":[{"type":"BODY","text":"Hello {{1}}, we are back."}]},
         {"id":"2","name":"waiting","language":"en","status":"PENDING","category":"UTILITY","components":[{"type":"BODY","text":"Soon"}]}]
        """;

    private static readonly Webhook Ana = new();

    [Theory, Engines]
    public async Task A_template_is_sent_after_the_24_hours_and_its_words_are_shown(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        host.Meta.TemplatePages[0] = Greeting;
        await host.Get<ITemplates>().SyncAsync(host.Shop.Actor);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        host.Clock.Advance(TimeSpan.FromHours(30));
        var inbox = host.Get<IInbox>();
        var conversation = (await inbox.ListAsync(host.Shop.Actor, new ConversationFilter())).Items[0].Id;
        var template = (await host.Get<ITemplates>().FindAsync(host.Shop.Actor, "greeting", "en"))!;
        var waiting = (await host.Get<ITemplates>().FindAsync(host.Shop.Actor, "waiting", "en"))!;

        (await inbox.ReplyTemplateAsync(host.Shop.Actor, conversation, template.Id, new Dictionary<string, string>())).Problem!.Type.ShouldBe("template-value-missing");
        (await inbox.ReplyTemplateAsync(host.Shop.Actor, conversation, waiting.Id, new Dictionary<string, string>())).Problem!.Type.ShouldBe("template-not-approved");
        (await inbox.ReplyTemplateAsync(host.Shop.Actor, conversation, template.Id, new Dictionary<string, string> { ["1"] = "Ana" })).IsOk.ShouldBeTrue();

        var sent = await Eventually.GetAsync(() => Task.FromResult(host.Meta.Sent.FirstOrDefault()), "the template at Meta");
        sent["template"]!["name"]!.GetValue<string>().ShouldBe("greeting");
        (await inbox.ListAsync(host.Shop.Actor, new ConversationFilter())).Items[0].Preview.ShouldBe("Hello Ana, we are back.");
    }

    [Fact]
    public async Task Programs_list_read_and_answer_conversations()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        using var client = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));

        var row = (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations?status=open"))!["items"]![0]!;
        var id = row["id"]!.GetValue<string>();
        var answer = await client.PostAsJsonAsync($"/api/v1/conversations/{id}/replies", new { text = "Yes" });
        var thread = await client.GetFromJsonAsync<JsonArray>($"/api/v1/conversations/{id}/messages");
        var resolved = await client.PatchAsJsonAsync($"/api/v1/conversations/{id}", new { status = "resolved" });

        id.Length.ShouldBe(32);
        row["unread"]!.GetValue<int>().ShouldBe(1);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        thread!.Select(message => message!["text"]!.GetValue<string>()).ShouldBe(["Hello?", "Yes"]);
        thread![1]!["direction"]!.GetValue<string>().ShouldBe("outgoing");
        resolved.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations?status=open"))!["items"]!.AsArray().Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("image/jpeg", "image/jpeg", false)]
    [InlineData("audio/ogg; codecs=opus", "audio/ogg", false)]
    [InlineData("text/html", "application/octet-stream", true)]
    [InlineData("image/svg+xml", "application/octet-stream", true)]
    public async Task Files_of_strangers_are_shown_only_where_nothing_in_them_can_run(string mime, string expected, bool isDownload)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.DeliverAsync(Ana.Text("wamid.1", "See the file", 0));
        var inbox = host.Get<IInbox>();
        var message = (await inbox.ThreadAsync(host.Shop.Actor, (await inbox.ListAsync(host.Shop.Actor, new ConversationFilter())).Items[0].Id)).Value[0].Id;
        var (hash, size) = await host.Get<MediaStore>().SaveAsync(host.Shop.Actor.Workspace, new MemoryStream([1, 2, 3]), CancellationToken.None);
        await host.Database.InTransactionAsync(unit => unit.ExecuteAsync(
            "INSERT INTO media (message_id, workspace_id, number_id, meta_id, mime, sha256, size) VALUES (@message, @workspace, @number, 'm', @mime, @hash, @size)",
            new { message, workspace = host.Shop.Actor.Workspace, number = host.Shop.Number.Id, mime, hash, size }));
        using var client = host.Client(await host.KeyAsync(Permissions.Read));
        using var stranger = host.Client(await host.Database.InTransactionAsync(unit => host.Get<ApiKeys>().CreateAsync(unit, host.Stranger.Actor, "other", Permissions.All)));

        using var file = await client.GetAsync($"/api/v1/media/{message}");

        (await file.Content.ReadAsByteArrayAsync()).ShouldBe([1, 2, 3]);
        file.Content.Headers.ContentType!.MediaType.ShouldBe(expected);
        (file.Content.Headers.ContentDisposition?.DispositionType == "attachment").ShouldBe(isDownload);
        file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await stranger.GetAsync($"/api/v1/media/{message}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
