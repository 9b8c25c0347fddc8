using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.CannedReplies;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features.CannedReplies;

public sealed class CannedScopeTests
{
    [Theory, Engines]
    public async Task A_teams_reply_is_offered_to_its_members_and_kept_from_others(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (door, teams) = (host.Get<ICannedReplies>(), host.Get<ITeams>());
        var (anna, ben, chief) = (await host.HireAsync("Anna"), await host.HireAsync("Ben"), await host.HireAsync("Chief", Role.Admin));
        var sales = (await teams.CreateAsync(chief, "Sales", [Ticket.Me(anna)])).Value;
        var support = (await teams.CreateAsync(chief, "Support", [Ticket.Me(ben)])).Value;

        var reply = (await door.CreateAsync(anna, new CannedReplyWish("price", "It costs 10") { TeamId = sales })).Value;

        (await door.ListAsync(anna)).ShouldHaveSingleItem().IsOfOthers.ShouldBeFalse();
        (await door.ListAsync(ben)).ShouldBeEmpty();
        (await door.ListAsync(chief)).ShouldHaveSingleItem().IsOfOthers.ShouldBeTrue();
        (await door.ChangeAsync(ben, reply.Id, new CannedReplyWish("price", "It is free"))).Problem!.Type.ShouldBe("canned-reply-unknown");
        (await door.CreateAsync(ben, new CannedReplyWish("hello", "Hello") { TeamId = sales })).Problem!.Type.ShouldBe("team-unknown");
        (await door.CreateAsync(host.Stranger.Actor, new CannedReplyWish("hello", "Hello") { TeamId = sales })).Problem!.Type.ShouldBe("team-unknown");
        (await door.CreateAsync(anna, new CannedReplyWish("price", "Again") { TeamId = sales })).Problem!.Type.ShouldBe("canned-reply-taken");
        (await door.CreateAsync(ben, new CannedReplyWish("price", "Ask sales") { TeamId = support })).IsOk.ShouldBeTrue();
        (await door.CreateAsync(ben, new CannedReplyWish("price", "For all"))).IsOk.ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task When_a_team_ends_its_replies_are_everybodys(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (door, teams) = (host.Get<ICannedReplies>(), host.Get<ITeams>());
        var (anna, ben) = (await host.HireAsync("Anna"), await host.HireAsync("Ben"));
        var sales = (await teams.CreateAsync(host.Shop.Actor, "Sales", [Ticket.Me(anna)])).Value;
        await door.CreateAsync(anna, new CannedReplyWish("price", "It costs 10") { TeamId = sales });
        await door.CreateAsync(anna, new CannedReplyWish("size", "It is big") { TeamId = sales });
        await door.CreateAsync(ben, new CannedReplyWish("price", "Ask sales"));

        (await teams.DeleteAsync(host.Shop.Actor, sales)).IsOk.ShouldBeTrue();

        (await door.ListAsync(ben)).Select(reply => (reply.Shortcut, reply.Text)).ShouldBe([("price", "Ask sales"), ("price-2", "It costs 10"), ("size", "It is big")]);
    }

    [Theory, Engines]
    public async Task A_deleted_reply_is_had_back_while_its_shortcut_is_free_and_for_thirty_days(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (door, anna) = (host.Get<ICannedReplies>(), await host.HireAsync("Anna"));
        var thanks = (await door.CreateAsync(anna, new CannedReplyWish("thanks", "Thank you"))).Value;
        var bye = (await door.CreateAsync(anna, new CannedReplyWish("bye", "Goodbye"))).Value;

        await door.DeleteAsync(anna, thanks.Id);
        (await door.ListAsync(anna)).Select(reply => reply.Shortcut).ShouldBe(["bye"]);
        (await door.RestoreAsync(host.Stranger.Actor, thanks.Id)).Problem!.Type.ShouldBe("canned-reply-unknown");
        (await door.RestoreAsync(anna with { Permissions = Permissions.Read }, thanks.Id)).Problem!.Type.ShouldBe("not-permitted");
        (await door.RestoreAsync(anna, thanks.Id)).Value.Text.ShouldBe("Thank you");
        (await door.RestoreAsync(anna, thanks.Id)).Problem!.Type.ShouldBe("canned-reply-unknown");

        await door.DeleteAsync(anna, thanks.Id);
        (await door.CreateAsync(anna, new CannedReplyWish("thanks", "Many thanks"))).IsOk.ShouldBeTrue();
        (await door.RestoreAsync(anna, thanks.Id)).Problem!.Type.ShouldBe("canned-reply-taken");

        await door.DeleteAsync(anna, bye.Id);
        host.Clock.Advance(TimeSpan.FromDays(29));
        await host.RunJobAsync("deleted canned replies");
        (await door.RestoreAsync(anna, bye.Id)).IsOk.ShouldBeTrue();
        await door.DeleteAsync(anna, bye.Id);
        host.Clock.Advance(TimeSpan.FromDays(31));
        await host.RunJobAsync("deleted canned replies");
        (await door.RestoreAsync(anna, bye.Id)).Problem!.Type.ShouldBe("canned-reply-unknown");
    }

    [Theory, Engines]
    public async Task What_a_person_takes_most_comes_first_for_them(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var door = host.Get<ICannedReplies>();
        var (anna, ben, mika) = (await host.HireAsync("Anna"), await host.HireAsync("Ben"), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync("+819011112222");
        var (away, thanks) = ((await door.CreateAsync(anna, new CannedReplyWish("away", "Away"))).Value.Id, (await door.CreateAsync(anna, new CannedReplyWish("thanks", "Thank you"))).Value.Id);
        async Task TakeAsync(Actor actor, Id<CannedReply> reply, int times)
        {
            for (var i = 0; i < times; i++)
            {
                (await door.FillAsync(actor, reply, conversation)).IsOk.ShouldBeTrue();
            }
        }

        await TakeAsync(anna, away, 2);
        await TakeAsync(ben, thanks, 3);
        await door.FillAsync(anna, thanks, conversation, isLook: true);

        (await door.ListAsync(anna)).Select(reply => (reply.Shortcut, reply.Uses)).ShouldBe([("away", 2L), ("thanks", 3L)]);
        (await door.ListAsync(ben)).Select(reply => reply.Shortcut).ShouldBe(["thanks", "away"]);
        (await door.ListAsync(mika)).Select(reply => reply.Shortcut).ShouldBe(["thanks", "away"]);
    }
}
