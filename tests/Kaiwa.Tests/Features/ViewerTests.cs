using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Exports;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.ShopProfile;
using Kaiwa.Features.Templates;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features;

/// <summary>The console calls doors without an endpoint before them: a door refuses by itself who may only look.</summary>
public sealed class ViewerTests
{
    [Theory, Engines]
    public async Task Who_may_only_look_changes_nothing_through_any_door(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(new Webhook().Text("wamid.1", "Hello?", 0));
        var viewer = host.Shop.Actor with { Permissions = Permissions.Read };
        var inbox = host.Get<IInbox>();
        var conversation = (await inbox.ListAsync(viewer, new ConversationFilter())).Items.ShouldHaveSingleItem().Id;
        var message = (await inbox.ThreadAsync(viewer, conversation)).Value.ShouldHaveSingleItem().Id;
        var nothing = Id<RelaySubscription>.New(TimeProvider.System);
        using var file = new MemoryStream([1]);

        Problem?[] refusals =
        [
            (await inbox.ReplyAsync(viewer, conversation, "Hi")).Problem,
            (await inbox.ReplyMediaAsync(viewer, conversation, new FileToSend(file, "image/png", "a.png"))).Problem,
            (await inbox.ReplyTemplateAsync(viewer, conversation, Id<Kaiwa.Core.Templates.Template>.New(TimeProvider.System), new Dictionary<string, string>())).Problem,
            (await inbox.ResendAsync(viewer, message)).Problem,
            (await inbox.MarkReadAsync(viewer, conversation)).Problem,
            (await inbox.FetchMediaAsync(viewer, message)).Problem,
            (await inbox.ChangeAsync(viewer, [conversation], new TicketChange { Status = ConversationStatus.Resolved })).Problem,
            (await host.Get<INotes>().AddAsync(viewer, conversation, "A note")).Problem,
            (await host.Get<IExports>().BeginAsync(viewer, conversation, new ExportWish())).Problem,
            (await host.Get<IAudiences>().SetConsentAsync(viewer, Id<Contact>.New(TimeProvider.System), Consent.In, "asked")).Problem,
            (await host.Get<IAudiences>().ImportAsync(viewer, file, new ImportOptions())).Problem,
            (await host.Get<ITemplates>().SyncAsync(viewer)).Problem,
            (await host.Get<IShop>().ChangeAsync(viewer, new ShopView("Mine", "UTC"))).Problem,
            (await host.Get<IWebhookRelay>().CreateAsync(viewer, new WebhookChange { Name = "x", Address = "https://example.com" })).Problem,
            (await host.Get<IWebhookRelay>().DeleteAsync(viewer, nothing)).Problem,
            (await host.Get<IWebhookRelay>().TestAsync(viewer, nothing)).Problem,
        ];

        refusals.Select(problem => problem?.Type).ShouldAllBe(type => type == "not-permitted");
        (await inbox.OpenAsync(viewer, conversation)).Value.Row.Unread.ShouldBe(1);
    }
}
