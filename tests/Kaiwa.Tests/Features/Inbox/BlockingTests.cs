using System.Net;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class BlockingTests
{
    private const string Ana = "+819011112222";

    [Theory, Engines]
    public async Task Who_is_blocked_is_blocked_at_WhatsApp_and_nothing_is_sent_to_them_until_they_are_not(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, mika) = (host.Get<IInbox>(), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1");
        await host.WriteAsync("819033334444", "wamid.2");
        var conversation = await host.ConversationAsync(Ana);

        (await inbox.BlockAsync(mika, conversation, block: true)).Value.ShouldBeTrue();
        (await inbox.BlockAsync(mika, conversation, block: true)).Value.ShouldBeFalse("it was so already");

        (await host.RowAsync(Ana)).BlockedAt.ShouldNotBeNull();
        (await host.NumbersAsync(new ConversationFilter { Blocked = true })).ShouldBe([Ana]);
        (await inbox.ReplyAsync(mika, conversation, "Hello?")).Problem!.Type.ShouldBe("customer-blocked");
        (await inbox.BlockAsync(mika, conversation, block: false)).Value.ShouldBeTrue();
        (await host.NumbersAsync(new ConversationFilter { Blocked = true })).ShouldBeEmpty();
        (await inbox.ReplyAsync(mika, conversation, "Hello again")).IsOk.ShouldBeTrue();
        host.Meta.Blocks.ShouldBe(["POST " + Ana, "POST " + Ana, "DELETE " + Ana]);
        (await inbox.EventsAsync(mika, conversation)).Value.Select(line => (line.Kind, line.Actor)).ShouldBe([(ConversationEventKind.Blocked, "Mika"), (ConversationEventKind.Unblocked, "Mika")]);
        (await host.Database.QueryAsync<string>("SELECT action FROM audit WHERE workspace_id = @workspace AND action LIKE 'conversation.%block%' ORDER BY seq", new { workspace = mika.Workspace }, CancellationToken.None))
            .ShouldBe(["conversation.blocked", "conversation.unblocked"]);
    }

    [Theory, Engines]
    public async Task What_WhatsApp_refuses_changes_nothing_and_says_why(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);

        async Task<string> RefusedAsync(int code)
        {
            host.Meta.BlockError = code;
            return (await inbox.BlockAsync(host.Shop.Actor, conversation, block: true)).Problem!.Sentence();
        }

        (await RefusedAsync(131047)).ShouldContain("within the last 24 hours");
        (await RefusedAsync(139101)).ShouldContain("64,000");
        (await RefusedAsync(139103)).ShouldContain("Not now.");
        (await host.RowAsync(Ana)).BlockedAt.ShouldBeNull();
        (await inbox.EventsAsync(host.Shop.Actor, conversation)).Value.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Who_writes_again_was_unblocked_elsewhere_but_not_by_what_came_late(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.WriteAsync("819011112222", "wamid.1");
        await host.Get<IInbox>().BlockAsync(host.Shop.Actor, await host.ConversationAsync(Ana), block: true);

        await host.WriteAsync("819011112222", "wamid.2", after: -60);
        (await host.RowAsync(Ana)).BlockedAt.ShouldNotBeNull("this was written before");

        await host.WriteAsync("819011112222", "wamid.3", after: 60);
        (await host.RowAsync(Ana)).BlockedAt.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Over_HTTP_a_stranger_and_a_viewer_block_nobody(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        using var reader = host.Client(await host.KeyAsync(Permissions.Read));
        using var writer = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));
        var path = new Uri($"/api/v1/conversations/{conversation}/block", UriKind.Relative);

        (await reader.PutAsync(path, null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Get<IInbox>().BlockAsync(host.Stranger.Actor, conversation, block: true)).Problem!.Type.ShouldBe("conversation-unknown");
        host.Meta.Blocks.ShouldBeEmpty();
        (await writer.PutAsync(path, null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await writer.GetStringAsync(new Uri("/api/v1/conversations?blocked=true", UriKind.Relative))).ShouldContain("blockedAt");
        (await writer.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        host.Meta.Blocks.ShouldBe(["POST " + Ana, "DELETE " + Ana]);
    }
}
