using System.Net;
using System.Net.Http.Json;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Announcements;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features.Announcements;

public sealed class PushTests
{
    private static readonly Webhook Ana = new();

    [Theory, Engines]
    public async Task A_customers_message_is_shown_on_the_device_signed_and_readable_by_it_alone(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        var push = host.Get<IAnnouncements>();
        (await push.SwitchOnAsync(host.Shop.Actor, service.Device())).IsOk.ShouldBeTrue();

        await host.DeliverAsync(Ana.Text("wamid.1", "Do you have gyokuro?", 0));

        var notice = await Eventually.GetAsync(() => Task.FromResult(service.Notices is [var first, ..] ? first : null), "the notice on the device");
        var conversation = (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter())).Items[0];
        notice.Message["text"]!.GetValue<string>().ShouldBe("Do you have gyokuro?");
        notice.Message["name"]!.GetValue<string>().ShouldBe(conversation.Name);
        notice.Message["path"]!.GetValue<string>().ShouldBe($"/inbox/{conversation.Id}");
        notice.Headers["Content-Encoding"].ShouldBe("aes128gcm");
        notice.Headers["TTL"].ShouldBe("86400");
        var authorization = notice.Headers["Authorization"].Split(["vapid t=", ", k="], StringSplitOptions.RemoveEmptyEntries);
        authorization[1].ShouldBe(await push.KeyAsync());
        PushEncryptionTests.Verifies(authorization[0], authorization[1]).ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task Somebody_elses_conversation_and_what_was_read_meanwhile_are_not_announced(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        var push = host.Get<IAnnouncements>();
        var aiko = host.Shop.Actor with { Subject = Guid.NewGuid() };
        var ben = host.Shop.Actor with { Subject = Guid.NewGuid() };
        await push.SwitchOnAsync(aiko, service.Device("/push/aiko"));
        await push.SwitchOnAsync(ben, service.Device("/push/ben"));
        await push.SwitchOnAsync(host.Stranger.Actor, service.Device("/push/stranger"));

        service.Status = 503;
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        await Eventually.TrueAsync(() => Task.FromResult(service.Tries >= 2), "both devices tried");
        var conversation = (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter())).Items[0].Id;
        await host.Get<IInbox>().MarkReadAsync(host.Shop.Actor, conversation);
        service.Status = 201;
        await host.Database.InTransactionAsync(unit => unit.ExecuteAsync("UPDATE conversation SET assigned_to = @ben", new { ben = new Id<Kaiwa.Features.People.User>(ben.Subject) }));
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.DeliverAsync(Ana.Text("wamid.2", "Are you there?", 301));

        var notice = await Eventually.GetAsync(() => Task.FromResult(service.Notices is [var first, ..] ? first : null), "the notice on Ben's device");
        notice.Device.ShouldBe("ben");
        notice.Message["text"]!.GetValue<string>().ShouldBe("Are you there?");
        service.Notices.ShouldAllBe(one => one.Device == "ben");
    }

    [Theory, Engines]
    public async Task What_comes_while_the_push_before_it_is_under_way_is_told_as_well(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        await host.Get<IAnnouncements>().SwitchOnAsync(host.Shop.Actor, service.Device());
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Held = released.Task;
        await host.WriteAsync("819011112222", "wamid.1", text: "Do you have gyokuro?");
        await Eventually.TrueAsync(() => Task.FromResult(service.Tries == 1), "the first push under way");

        await host.WriteAsync("819011112222", "wamid.2", after: 2, text: "And matcha?");
        await Eventually.TrueAsync(async () => await host.EffectsAsync("push.announce") == 0, "the second was looked at");
        released.SetResult();

        await Eventually.TrueAsync(() => Task.FromResult(service.Notices.Count == 2), "both told");
        service.Notices.Select(notice => notice.Message["text"]!.GetValue<string>()).ShouldBe(["Do you have gyokuro?", "And matcha?"], ignoreOrder: true);
    }

    [Theory, Engines]
    public async Task Who_follows_a_conversation_is_told_once_though_another_has_it_and_has_read_it(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        var (push, notes) = (host.Get<IAnnouncements>(), host.Get<INotes>());
        var (anna, ben, mika) = (await host.HireAsync("Anna"), await host.HireAsync("Ben"), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1", -60);
        var conversation = await host.ConversationAsync("+819011112222");
        await host.Get<IInbox>().ChangeAsync(mika, [conversation], new TicketChange { Assignment = new Assignment(Ticket.Me(mika)) });
        await notes.FollowAsync(anna, conversation, true);
        await notes.FollowAsync(mika, conversation, true);
        await push.SwitchOnAsync(anna, service.Device("/push/anna"));
        await push.SwitchOnAsync(ben, service.Device("/push/ben"));
        await push.SwitchOnAsync(mika, service.Device("/push/mika"));

        await host.WriteAsync("819011112222", "wamid.2", text: "Is it here?");

        await Eventually.TrueAsync(() => Task.FromResult(service.Notices.Count >= 2), "both told");
        await Eventually.TrueAsync(async () => await host.EffectsAsync("push.") == 0, "nothing waits");
        service.Notices.Select(notice => notice.Device).Order().ShouldBe(["anna", "mika"]);
        service.Notices[0].Message["text"]!.GetValue<string>().ShouldBe("Is it here?");
    }

    [Theory, Engines]
    public async Task Who_is_named_in_a_note_is_told_and_its_writer_is_not(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        var (push, notes) = (host.Get<IAnnouncements>(), host.Get<INotes>());
        var (anna, ben, mika) = (await host.HireAsync("Anna"), await host.HireAsync("Ben"), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1", -60);
        var conversation = await host.ConversationAsync("+819011112222");
        await push.SwitchOnAsync(anna, service.Device("/push/anna"));
        await push.SwitchOnAsync(ben, service.Device("/push/ben"));
        await push.SwitchOnAsync(mika, service.Device("/push/mika"));

        var note = (await notes.AddAsync(mika, conversation, "@Anna and @Mika: call her")).Value;

        var notice = await Eventually.GetAsync(() => Task.FromResult(service.Notices is [var first, ..] ? first : null), "the mention on the device");
        notice.Device.ShouldBe("anna");
        (notice.Message["name"]!.GetValue<string>(), notice.Message["text"]!.GetValue<string>(), notice.Message["kind"]!.GetValue<string>()).ShouldBe(("Mika", "@Anna and @Mika: call her", "mention"));
        notice.Message["path"]!.GetValue<string>().ShouldBe($"/inbox/{conversation}");

        await notes.EditAsync(mika, conversation, note.Id, "@Anna, @Ben: call her");
        await Eventually.TrueAsync(() => Task.FromResult(service.Notices.Count >= 2), "the one newly named");
        await Eventually.TrueAsync(async () => await host.EffectsAsync("push.") == 0, "nothing waits");
        service.Notices.Select(one => one.Device).ShouldBe(["anna", "ben"]);
    }

    [Theory, Engines]
    public async Task A_correction_tells_nobody_and_holds_up_nothing(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        await host.Get<IAnnouncements>().SwitchOnAsync(host.Shop.Actor, service.Device());
        await host.DeliverAsync(Ana.Text("wamid.1", "Do you have gyokuru?", 0));
        await Eventually.TrueAsync(() => Task.FromResult(service.Notices.Count == 1), "the notice of the question");

        await host.DeliverAsync(Ana.Edit("wamid.2", "wamid.1", "Do you have gyokuro?", 5));
        (await host.EffectsAsync("push.")).ShouldBe(0);
        await host.DeliverAsync(Ana.Text("wamid.3", "And sencha?", 10));

        await Eventually.TrueAsync(() => Task.FromResult(service.Notices.Count == 2), "the notice of the next question");
        service.Notices[1].Message["text"]!.GetValue<string>().ShouldBe("And sencha?");
    }

    [Theory, Engines]
    public async Task A_device_that_its_push_service_no_longer_knows_is_forgotten(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        var push = host.Get<IAnnouncements>();
        await push.SwitchOnAsync(host.Shop.Actor, service.Device());

        service.Status = 410;
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));

        await Eventually.TrueAsync(async () => (await push.DevicesAsync(host.Shop.Actor)).Count == 0, "the device forgotten");
    }

    [Theory, Engines]
    public async Task A_device_is_its_owners_and_wrong_ones_are_refused_in_words(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await using var service = await PushService.StartAsync();
        var push = host.Get<IAnnouncements>();
        var colleague = host.Shop.Actor with { Subject = Guid.NewGuid() };
        var id = (await push.SwitchOnAsync(host.Shop.Actor, service.Device())).Value;
        (await push.SwitchOnAsync(host.Shop.Actor, service.Device())).Value.ShouldBe(id);
        async Task<string?> Refusal(NewDevice device, Actor? actor = null) => (await push.SwitchOnAsync(actor ?? host.Shop.Actor, device)).Problem?.Type;

        (await Refusal(service.Device() with { P256dh = "AAAA" })).ShouldBe("push-keys-wrong");
        (await Refusal(service.Device() with { Auth = "!" })).ShouldBe("push-keys-wrong");
        (await Refusal(service.Device() with { Endpoint = "ftp://push.example.com/1" })).ShouldBe("push-endpoint-refused");
        (await Refusal(service.Device(), host.Shop.Actor with { Kind = ActorKind.Key })).ShouldBe("push-people-only");

        (await push.SwitchOffAsync(colleague, id)).Problem!.Type.ShouldBe("push-device-unknown");
        (await push.TryAsync(colleague, id)).Problem!.Type.ShouldBe("push-device-unknown");
        (await push.TryAsync(host.Shop.Actor, id)).IsOk.ShouldBeTrue();
        service.Notices.ShouldHaveSingleItem().Message["kind"]!.GetValue<string>().ShouldBe("try");
        service.Status = 500;
        (await push.TryAsync(host.Shop.Actor, id)).Problem!.Type.ShouldBe("push-not-taken");
        (await push.SwitchOffAsync(host.Shop.Actor, id)).IsOk.ShouldBeTrue();
        (await push.DevicesAsync(host.Shop.Actor)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task The_servers_key_stays_the_same_over_a_restart_and_programs_may_read_it(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        using var program = host.Client(await host.KeyAsync(Permissions.Read));

        using var answer = await program.GetAsync("/api/v1/push");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var shown = (await answer.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>())!["key"]!.GetValue<string>();

        using var again = new PushKeys(host.Get<PushKeyStore>(), host.Get<Kaiwa.Core.Numbers.Sealer>(), host.Clock, Microsoft.Extensions.Options.Options.Create(new PushOptions()));
        (await again.PublicKeyAsync(CancellationToken.None)).ShouldBe(shown);
    }
}
