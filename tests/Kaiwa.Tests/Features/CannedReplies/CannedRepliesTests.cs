using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.CannedReplies;
using Kaiwa.Features.Inbox;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.CannedReplies;

public sealed class CannedRepliesTests
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Theory, Engines]
    public async Task A_reply_is_filled_for_its_customer_and_the_most_used_comes_first(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Hello");
        var conversation = await shop.Agent.ConversationAsync(ana);
        var door = world.Services.GetRequiredService<ICannedReplies>();
        _ = (await door.CreateAsync(shop.Actor, new CannedReplyWish("away", "We are closed."))).Value;
        var thanks = (await door.CreateAsync(shop.Actor, new CannedReplyWish("thanks", "Thank you, {{ contact.name }}! {{ contact.nick | default: \"Bye\" }}, {{ contact.username }}"))).Value;

        var filled = (await door.FillAsync(shop.Actor, thanks.Id, conversation.Id)).Value;

        filled.Text.ShouldBe($"Thank you, {conversation.Name}! Bye, ");
        filled.Missing.ShouldBe(["contact.username"]);
        (await door.ListAsync(shop.Actor)).Select(reply => reply.Shortcut).ShouldBe(["thanks", "away"]);
    }

    [Theory, Engines]
    public async Task A_personal_reply_is_seen_by_its_person_only(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var door = world.Services.GetRequiredService<ICannedReplies>();
        var aiko = shop.Actor with { Subject = Guid.Parse("0198a000-0000-7000-8000-00000000000a") };
        var bruno = shop.Actor with { Subject = Guid.Parse("0198a000-0000-7000-8000-00000000000b") };
        var own = (await door.CreateAsync(aiko, new CannedReplyWish("hi", "Aiko here", IsPersonal: true))).Value;

        (await door.ListAsync(bruno)).ShouldBeEmpty();
        (await door.ChangeAsync(bruno, own.Id, new CannedReplyWish("hi", "Bruno here"))).Problem!.Type.ShouldBe("canned-reply-unknown");
        (await door.CreateAsync(bruno, new CannedReplyWish("hi", "Bruno here", IsPersonal: true))).IsOk.ShouldBeTrue();
        (await door.CreateAsync(aiko, new CannedReplyWish("hi", "Again", IsPersonal: true))).Problem!.Type.ShouldBe("canned-reply-taken");
        (await door.ListAsync(aiko)).ShouldHaveSingleItem().Text.ShouldBe("Aiko here");
    }

    [Theory]
    [InlineData("", "Text", "canned-reply-shortcut")]
    [InlineData("two words", "Text", "canned-reply-shortcut")]
    [InlineData("ok", " ", "canned-reply-text")]
    [InlineData("ok", "Hello {{ contact.name", "canned-reply-text")]
    [InlineData("ok", "{% for i in (1..100000000) %}x{% endfor %}", "canned-reply-text")]
    [InlineData("ok", "{% include 'etc/passwd' %}", "canned-reply-text")]
    [InlineData("ok", "{% assign a = a | append: a %}", "canned-reply-text")]
    [InlineData("ok", "{{ 'aaaaaaaaaa' | replace: 'a', 'aaaaaaaaaa' | replace: 'a', 'aaaaaaaaaa' }}", "canned-reply-text")]
    public async Task What_cannot_be_used_is_refused(string shortcut, string text, string problem)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();

        (await world.Services.GetRequiredService<ICannedReplies>().CreateAsync(shop.Actor, new CannedReplyWish(shortcut, text))).Problem!.Type.ShouldBe(problem);
    }

    [Theory, Engines]
    public async Task Programs_make_change_and_delete_them(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        using var made = await program.PostAsJsonAsync("/api/v1/canned-replies", new { shortcut = "thanks", text = "Thank you" });
        var id = (await made.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<string>();
        using var changed = await program.PutAsJsonAsync($"/api/v1/canned-replies/{id}", new { shortcut = "thanks", text = "Thank you very much" });
        var text = (await program.GetFromJsonAsync<JsonArray>("/api/v1/canned-replies"))![0]!["text"]!.GetValue<string>();
        using var deleted = await program.DeleteAsync($"/api/v1/canned-replies/{id}");

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        text.ShouldBe("Thank you very much");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory, Engines]
    public async Task A_customer_without_a_name_is_greeted_by_the_fallback_and_a_bar_inside_it_is_no_filter(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var door = world.Services.GetRequiredService<ICannedReplies>();
        const string Text = "Hello {{ contact.first_name | default: \"you | there\" }}{% if contact.name %}, {{ contact.name }}{% endif %}!";

        door.Sample(shop.Actor, Text, "").Value.Text.ShouldBe("Hello you | there!");
        door.Sample(shop.Actor, Text, "Ana Silva").Value.Text.ShouldBe("Hello Ana, Ana Silva!");
    }

    [Theory, Engines]
    public async Task A_reply_with_a_picture_and_buttons_arrives_as_one_message(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Which one?");
        var conversation = (await shop.Agent.ConversationAsync(ana)).Id;
        var door = world.Services.GetRequiredService<ICannedReplies>();
        var made = (await door.CreateAsync(shop.Actor, new CannedReplyWish("which", "This one?") { Buttons = ["Yes", "No"], Hotkey = "Y" })).Value;
        using var picture = new MemoryStream(Picture);
        var carried = (await door.AttachAsync(shop.Actor, made.Id, new FileToSend(picture, "image/png", "blue.png"))).Value;
        var (content, file) = (await door.OpenFileAsync(shop.Actor, made.Id)).Value;

        await using (content)
        {
            _ = (await world.Services.GetRequiredService<IInbox>().ReplyContentAsync(shop.Actor, conversation, new ReplyContent.Buttons(carried.Text, carried.Buttons) { File = new FileToSend(content, file.Mime, file.FileName) })).Value;
        }

        var shown = await Eventually.GetAsync(async () => (await ana.Simulated.ThreadAsync()).Messages.FirstOrDefault(message => message.Kind == "interactive"), "the buttons on the phone");
        shown.Text.ShouldContain("This one?");
        carried.File!.Size.ShouldBe(Picture.Length);
        (await door.DetachAsync(shop.Actor, made.Id)).Value.File.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_place_and_a_contact_are_sent(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Where are you?");
        var conversation = await shop.Agent.ConversationAsync(ana);
        var inbox = world.Services.GetRequiredService<IInbox>();

        _ = (await inbox.ReplyContentAsync(shop.Actor, conversation.Id, new ReplyContent.Place(35.6812, 139.7671, "Shop", "1 Marunouchi"))).Value;
        _ = (await inbox.ReplyContentAsync(shop.Actor, conversation.Id, new ReplyContent.Cards([conversation.ContactId]))).Value;

        var kinds = await Eventually.GetAsync(async () => (await ana.Simulated.ThreadAsync()).Messages.Select(message => message.Kind).ToList() is { Count: 3 } all ? all : null, "three messages on the phone");
        kinds.ShouldBe(["text", "location", "contacts"]);
        (await inbox.ReplyContentAsync(shop.Actor, conversation.Id, new ReplyContent.Place(91, 0))).Problem!.Type.ShouldBe("place-not-on-earth");
        (await inbox.ReplyContentAsync(shop.Actor, conversation.Id, new ReplyContent.Buttons("Well?", ["Yes", "Yes"]))).Problem!.Type.ShouldBe("buttons-not-usable");
        (await inbox.ReplyContentAsync(shop.Actor, conversation.Id, new ReplyContent.Cards([Id<Contact>.New(TimeProvider.System)]))).Problem!.Type.ShouldBe("card-unknown");
    }
}
