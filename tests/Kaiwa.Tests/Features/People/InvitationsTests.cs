using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.People;

public sealed class InvitationsTests
{
    private const string Password = "blue kettle sings";

    [Theory, Engines]
    public async Task A_colleague_comes_in_by_a_link_that_is_good_once(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var invitations = host.Get<IInvitations>();
        var link = (await invitations.InviteAsync(host.Shop.Actor, "Mika@Shop.example", Role.Manager)).Value;
        (await invitations.LookAsync(link.Token)).Value.ShouldBe(new OpenInvitation("Test shop", "mika@shop.example", "Aiko", Role.Manager, IsKnown: false));

        var mika = (await invitations.AcceptAsync(link.Token, "Mika", Password, "ja")).Value.SignedIn!;

        (mika.Actor.Name, mika.Language, mika.Actor.Permissions).ShouldBe(("Mika", "ja", Permissions.Read | Permissions.Send | Permissions.Broadcast | Permissions.Contacts));
        (await invitations.AcceptAsync(link.Token, "Eve", Password, "en")).Problem!.Type.ShouldBe("invitation-unusable");
        (await invitations.ListAsync(host.Shop.Actor)).Value.ShouldBeEmpty();
        (await host.Get<IPeople>().SignInAsync("mika@shop.example", Password)).IsOk.ShouldBeTrue();
    }

    [Theory, Engines]
    public async Task Two_who_hold_the_link_do_not_both_come_in(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var invitations = host.Get<IInvitations>();
        var link = (await invitations.InviteAsync(host.Shop.Actor, "mika@shop.example", Role.Agent)).Value;

        var answers = await Task.WhenAll(invitations.AcceptAsync(link.Token, "Mika", Password, "en"), invitations.AcceptAsync(link.Token, "Eve", "red kettle sings", "en"));

        answers.Count(answer => answer.IsOk).ShouldBe(1);
        (await host.Get<IPeople>().ListAsync(host.Shop.Actor)).Count.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_link_ends_after_seven_days_when_withdrawn_and_when_a_newer_one_is_made(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var invitations = host.Get<IInvitations>();
        var first = (await invitations.InviteAsync(host.Shop.Actor, "mika@shop.example", Role.Agent)).Value;
        var second = (await invitations.InviteAsync(host.Shop.Actor, "mika@shop.example", Role.Agent)).Value;
        var other = (await invitations.InviteAsync(host.Shop.Actor, "kenji@shop.example", Role.Agent)).Value;

        (await invitations.LookAsync(first.Token)).Problem!.Type.ShouldBe("invitation-unusable");
        (await invitations.RevokeAsync(host.Shop.Actor, second.Id)).IsOk.ShouldBeTrue();
        (await invitations.LookAsync(second.Token)).Problem!.Type.ShouldBe("invitation-unusable");
        (await invitations.RevokeAsync(host.Stranger.Actor, other.Id)).Problem!.Type.ShouldBe("invitation-unknown");
        (await invitations.LookAsync(other.Token)).IsOk.ShouldBeTrue();
        host.Clock.Advance(TimeSpan.FromDays(7));
        (await invitations.AcceptAsync(other.Token, "Kenji", Password, "en")).Problem!.Type.ShouldBe("invitation-unusable");
    }

    [Theory, Engines]
    public async Task An_address_that_is_known_proves_its_password_and_keeps_its_name(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var invitations = host.Get<IInvitations>();
        await host.HireAsync("mika", Role.Agent);
        var link = (await invitations.InviteAsync(host.Stranger.Actor, "mika@shop.example", Role.Viewer)).Value;
        (await invitations.LookAsync(link.Token)).Value.IsKnown.ShouldBeTrue();

        (await invitations.AcceptAsync(link.Token, "Eve", "a guess of Eve", "en")).Problem!.Type.ShouldBe("sign-in-failed");
        var actor = (await invitations.AcceptAsync(link.Token, "Eve", Password, "en")).Value.SignedIn!.Actor;

        (actor.Name, actor.Workspace, actor.Permissions).ShouldBe(("mika", host.Stranger.Actor.Workspace, Permissions.Read));
    }

    [Theory, Engines]
    public async Task What_somebody_offered_ends_when_they_lose_the_right_to_offer_it(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var invitations = host.Get<IInvitations>();
        var owner = await host.HireAsync("olga", Role.Owner);
        var admin = await host.HireAsync("adam", Role.Admin);
        var link = (await invitations.InviteAsync(admin, "friend@shop.example", Role.Admin)).Value;

        await host.Get<IPeople>().RemoveAsync(owner, new Id<User>(admin.Subject));

        (await invitations.AcceptAsync(link.Token, "Friend", Password, "en")).Problem!.Type.ShouldBe("invitation-unusable");
    }

    [Fact]
    public async Task An_invitation_says_what_is_wrong()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var invitations = host.Get<IInvitations>();
        var agent = await host.HireAsync("mika", Role.Agent);
        var link = (await invitations.InviteAsync(host.Shop.Actor, "new@shop.example", Role.Agent)).Value;

        (await invitations.InviteAsync(agent, "x@shop.example", Role.Viewer)).Problem!.Type.ShouldBe("not-allowed");
        (await invitations.InviteAsync(host.Shop.Actor, "nobody", Role.Viewer)).Problem!.Type.ShouldBe("email-invalid");
        (await invitations.InviteAsync(host.Shop.Actor, "mika@shop.example", Role.Viewer)).Problem!.Type.ShouldBe("already-member");
        (await invitations.AcceptAsync(link.Token, " ", Password, "en")).Problem!.Type.ShouldBe("name-missing");
        (await invitations.AcceptAsync(link.Token, "New", "password123", "en")).Problem!.Type.ShouldBe("password-too-weak");
        (await invitations.LookAsync("a guess")).Problem!.Type.ShouldBe("invitation-unusable");
    }
}
