using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class ReplyMediaTests
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Theory, Engines]
    public async Task A_picture_arrives_with_its_caption_and_is_kept_for_the_thread(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);

        var sent = await Inbox(world).ReplyMediaAsync(shop.Actor, conversation, File(Picture, "image/png", "blue.png") with { Caption = "The blue one" });

        var message = await shop.Agent.MessageAsync(ana, sent.Value, MessageState.Delivered);
        message.Kind.ShouldBe("image");
        message.Text.ShouldBe("The blue one");
        message.Media!.Size.ShouldBe(Picture.Length);
        var shown = (await ana.Simulated.ThreadAsync()).Messages[^1];
        shown.Kind.ShouldBe("image");
        shown.Text.ShouldContain("The blue one");
        using var program = world.Program(shop.Key);
        (await program.GetByteArrayAsync(message.Media.Url)).ShouldBe(Picture);
    }

    [Theory, Engines]
    public async Task The_same_client_id_is_the_same_file_once(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        var clientId = Guid.Parse("0198a000-0000-7000-8000-000000000001");

        var first = await Inbox(world).ReplyMediaAsync(shop.Actor, conversation, File(Picture, "image/png", "blue.png"), clientId);
        var again = await Inbox(world).ReplyMediaAsync(shop.Actor, conversation, File(Picture, "image/png", "blue.png"), clientId);

        again.Value.ShouldBe(first.Value);
        await shop.Agent.MessageAsync(ana, first.Value, MessageState.Delivered);
        (await shop.Agent.ThreadAsync(ana)).Count(message => message.Kind == "image").ShouldBe(1);
        (await ana.Simulated.ThreadAsync()).Messages.Count(message => message.Kind == "image").ShouldBe(1);
    }

    [Theory]
    [InlineData("application/zip", "all.zip", 10, "file-kind")]
    [InlineData("image/gif", "dance.gif", 10, "file-kind")]
    [InlineData("image/jpeg", "huge.jpg", (5 << 20) + 1, "file-too-large")]
    [InlineData("image/webp", "huge.webp", (500 << 10) + 1, "file-too-large")]
    [InlineData("image/jpeg", "nothing.jpg", 0, "file-empty")]
    public async Task What_WhatsApp_does_not_take_is_refused_before_anything_is_sent(string mime, string name, int size, string problem)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var (shop, ana, conversation) = await AskedAsync(world);

        var refused = await Inbox(world).ReplyMediaAsync(shop.Actor, conversation, File(new byte[size], mime, name));

        refused.Problem!.Type.ShouldBe(problem);
        (await shop.Agent.ThreadAsync(ana)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "offer.docx", "document")]
    [InlineData("audio/x-m4a", "song.m4a", "audio")]
    [InlineData("video/mp4", "clip.mp4", "video")]
    [InlineData("image/webp", "smile.webp", "sticker")]
    [InlineData("application/pdf", "offer.pdf", "document")]
    public void A_file_is_sent_as_what_it_is(string mime, string name, string kind) => SendableFile.Judge(mime, name, 1000).Value.Kind.ShouldBe(kind);

    [Theory, Engines]
    public async Task Programs_send_a_document_as_the_body_of_a_call(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        using var program = world.Program(shop.Key);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("Price list")) { Headers = { ContentType = MediaTypeHeaderValue.Parse("text/plain") } };

        using var answer = await program.PostAsync($"/api/v1/conversations/{conversation}/media?fileName=prices.txt&caption=As%20asked", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.TrueAsync(async () => (await ana.Simulated.ThreadAsync()).Messages[^1].Kind == "document", "the document on the phone");
        (await shop.Agent.ThreadAsync(ana))[^1].Media!.FileName.ShouldBe("prices.txt");
    }

    [Fact]
    public async Task A_file_that_failed_is_sent_again_with_an_upload_of_its_own()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var (shop, ana, conversation) = await AskedAsync(world);
        var sent = await Inbox(world).ReplyMediaAsync(shop.Actor, conversation, File(Picture, "image/png", "blue.png"));
        await shop.Agent.MessageAsync(ana, sent.Value, MessageState.Delivered);
        await world.Database.InTransactionAsync(unit => unit.ExecuteAsync("UPDATE message SET state = 45 WHERE id = @id -- all workspaces: one message", new { id = sent.Value }));

        var again = await Inbox(world).ResendAsync(shop.Actor, sent.Value);

        var message = await shop.Agent.MessageAsync(ana, again.Value, MessageState.Delivered);
        message.Media!.Size.ShouldBe(Picture.Length);
        (await shop.Agent.ThreadAsync(ana)).Where(one => one.Kind == "image").Select(one => JsonNode.Parse(one.Content)!["image"]!["id"]!.GetValue<string>()).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_could_not_be_fetched_is_fetched_when_somebody_asks()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var (shop, ana, _) = await AskedAsync(world);
        await ana.Simulated.SendAsync(new PhoneMessage { Media = new PhoneMedia { Kind = "image" } });
        var message = await Eventually.GetAsync(async () => (await shop.Agent.ThreadAsync(ana)).FirstOrDefault(one => one.Media?.Url is not null), "the picture");
        await world.Database.InTransactionAsync(async unit =>
        {
            await unit.ExecuteAsync("UPDATE media SET sha256 = NULL, problem = 'meta-131052' WHERE message_id = @id -- all workspaces: one message", new { id = message.Id });
        });
        (await shop.Agent.ThreadAsync(ana))[^1].Media!.Url.ShouldBeNull();

        (await Inbox(world).FetchMediaAsync(shop.Actor, message.Id)).IsOk.ShouldBeTrue();

        await Eventually.TrueAsync(async () => (await shop.Agent.ThreadAsync(ana))[^1].Media!.Url is not null, "the file, fetched again");
    }

    [Fact]
    public async Task Whatever_a_browser_recorded_arrives_as_a_voice_note()
    {
        Assert.SkipUnless(VoiceEncoderTests.HasFfmpeg, "ffmpeg is not installed");
        await using var world = await World.StartAsync(Engine.Sqlite);
        var (shop, ana, conversation) = await AskedAsync(world);
        var recording = await VoiceEncoderTests.RecordAsync("webm", "libopus");

        var sent = await Inbox(world).ReplyMediaAsync(shop.Actor, conversation, File(recording, "audio/webm;codecs=opus", "note.webm") with { IsVoice = true });

        var message = await shop.Agent.MessageAsync(ana, sent.Value, MessageState.Delivered);
        JsonNode.Parse(message.Content)!["audio"]!["voice"]!.GetValue<bool>().ShouldBeTrue();
        message.Media!.Mime.ShouldBe("audio/ogg");
        using var program = world.Program(shop.Key);
        var bytes = await program.GetByteArrayAsync(message.Media.Url);
        Encoding.ASCII.GetString(bytes, 0, 4).ShouldBe("OggS");
        Encoding.ASCII.GetString(bytes, 28, 8).ShouldBe("OpusHead");
        bytes[37].ShouldBe((byte)1, "one channel");
    }

    private static async Task<(Shop Shop, Phone Ana, Id<Conversation> Conversation)> AskedAsync(World world)
    {
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Do you have a picture?");
        return (shop, ana, (await shop.Agent.ConversationAsync(ana)).Id);
    }

    private static IInbox Inbox(World world) => world.Services.GetRequiredService<IInbox>();

    private static FileToSend File(byte[] bytes, string mime, string name) => new(new MemoryStream(bytes), mime, name);
}
