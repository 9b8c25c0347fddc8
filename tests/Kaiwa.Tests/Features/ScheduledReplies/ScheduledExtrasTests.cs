using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.ScheduledReplies;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.ScheduledReplies;

public sealed class ScheduledExtrasTests
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Theory, Engines]
    public async Task A_picture_and_quick_replies_go_out_when_their_time_has_come(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        var due = world.Clock.GetUtcNow().AddHours(1);
        await AddAsync(world, shop, conversation, "The blue one", due, "blue.png", []);
        await AddAsync(world, shop, conversation, "Shall we send it?", due.AddMinutes(1), null, ["Yes", "No"]);
        await AddAsync(world, shop, conversation, "Or this one?", due.AddMinutes(2), "red.png", ["This one"]);

        await world.AdvanceAsync(TimeSpan.FromHours(2));

        var shown = await Eventually.GetAsync(async () => (await ana.Simulated.ThreadAsync()).Messages.Where(message => !message.FromPhone).ToList() is { Count: 3 } all ? all : null, "three messages on the phone");
        shown.Select(message => message.Kind).ShouldBe(["image", "interactive", "interactive"], ignoreOrder: true);
        shown.Select(message => message.Text).ShouldContain(text => text!.Contains("Or this one?"));
        await Eventually.TrueAsync(async () => (await Door(world).ListAsync(shop.Actor, conversation)).Value.Count == 0, "nothing waits");
    }

    [Theory, Engines]
    public async Task What_is_taken_back_keeps_its_file_for_the_reply_box_for_a_day(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var (shop, ana, conversation) = await AskedAsync(world);
        var waiting = await AddAsync(world, shop, conversation, "The blue one", world.Clock.GetUtcNow().AddHours(1), "blue.png", ["Yes"]);
        (waiting.File!.Name, waiting.File.Mime, waiting.File.Size, waiting.Buttons.Single()).ShouldBe(("blue.png", "image/png", Picture.Length, "Yes"));

        (await Door(world).CancelAsync(shop.Actor, waiting.Id)).Value.Text.ShouldBe("The blue one");

        (await Door(world).ListAsync(shop.Actor, conversation)).Value.ShouldBeEmpty();
        (await Door(world).CancelAsync(shop.Actor, waiting.Id)).Problem!.Type.ShouldBe("scheduled-reply-unknown");
        (await Door(world).SendNowAsync(shop.Actor, waiting.Id)).Problem!.Type.ShouldBe("scheduled-reply-unknown");
        await using (var content = (await Door(world).OpenFileAsync(shop.Actor, waiting.Id)).Value.Content)
        {
            content.Length.ShouldBe(Picture.Length);
        }

        await world.AdvanceAsync(TimeSpan.FromHours(25));
        await world.Services.GetServices<IRecurringJob>().Single(job => job.Name == "scheduled replies taken back").RunAsync(default);
        (await Door(world).OpenFileAsync(shop.Actor, waiting.Id)).Problem!.Type.ShouldBe("scheduled-reply-unknown");
        (await ana.Simulated.ThreadAsync()).Messages.ShouldAllBe(message => message.FromPhone);
    }

    [Theory]
    [InlineData("", "x.png", "Yes", "scheduled-reply-text")]
    [InlineData("Listen", "x.mp3", null, "scheduled-reply-caption")]
    [InlineData("Listen", "x.mp3", "Yes", "buttons-file")]
    [InlineData("Run it", "x.exe", null, "file-kind")]
    [InlineData("Well?", null, "a label that is much too long", "buttons-not-usable")]
    public async Task What_whatsapp_would_refuse_is_refused_when_it_is_written(string text, string? file, string? button, string problem)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var (shop, _, conversation) = await AskedAsync(world);
        using var content = new MemoryStream(Picture);

        var extras = new ScheduledExtras { File = file is null ? null : new FileToSend(content, "", file), Buttons = button is null ? [] : [button] };
        (await Door(world).AddAsync(shop.Actor, conversation, text, world.Clock.GetUtcNow().AddHours(1), extras: extras)).Problem!.Type.ShouldBe(problem);
    }

    [Fact]
    public async Task Programs_schedule_files_and_read_them()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var (shop, _, conversation) = await AskedAsync(world);
        using var program = world.Program(shop.Key);
        var due = Uri.EscapeDataString(world.Clock.GetUtcNow().AddHours(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        using var body = new ByteArrayContent(Picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };

        using var made = await program.PostAsync($"/api/v1/conversations/{conversation}/scheduled/media?due={due}&fileName=blue.png&caption=Blue&buttons=Yes&buttons=No", body);

        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reply = (await made.Content.ReadFromJsonAsync<JsonNode>())!;
        reply["buttons"]!.AsArray().Count.ShouldBe(2);
        (await program.GetByteArrayAsync(reply["file"]!["url"]!.GetValue<string>())).ShouldBe(Picture);
    }

    private static IScheduledReplies Door(World world) => world.Services.GetRequiredService<IScheduledReplies>();

    private static async Task<ScheduledReply> AddAsync(World world, Shop shop, Id<Conversation> conversation, string text, DateTimeOffset due, string? file, IReadOnlyList<string> buttons)
    {
        using var content = new MemoryStream(Picture);
        var extras = new ScheduledExtras { File = file is null ? null : new FileToSend(content, "image/png", file), Buttons = buttons };
        return (await Door(world).AddAsync(shop.Actor, conversation, text, due, extras: extras)).Value;
    }

    private static async Task<(Shop Shop, Phone Ana, Id<Conversation> Conversation)> AskedAsync(World world)
    {
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 2222 777");
        await ana.WriteAsync(shop, "Do you have pictures?");
        return (shop, ana, (await shop.Agent.ConversationAsync(ana)).Id);
    }
}
