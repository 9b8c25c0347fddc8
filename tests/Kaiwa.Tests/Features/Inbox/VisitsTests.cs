using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Visits;
using Kaiwa.Features.People;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class VisitsTests
{
    [Fact]
    public async Task Colleagues_see_who_looks_and_who_writes_until_they_stop_or_leave()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        var visits = world.Services.GetRequiredService<IVisits>();
        var mika = shop.Actor with { Subject = Guid.Parse("0198a000-0000-7000-8000-00000000000a") };
        var kenji = shop.Actor with { Subject = Guid.Parse("0198a000-0000-7000-8000-00000000000b") };
        var conversation = Id<Conversation>.New(world.Clock);
        var told = 0;
        using var listening = world.Services.GetRequiredService<ILiveFeed>().Subscribe(shop.Actor.Workspace, change => told += change.Topic == "visits" && change.Subject == conversation.Value ? 1 : 0);
        IReadOnlyList<Visitor> SeenByKenji() => visits.Others(kenji, conversation);

        var first = visits.Enter(mika, conversation);
        var second = visits.Enter(mika, conversation);
        SeenByKenji().ShouldBe([new Visitor(new Id<User>(mika.Subject), null)]);
        visits.Others(mika, conversation).ShouldBeEmpty();

        var began = world.Clock.GetUtcNow();
        first.Write();
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));
        first.Write();
        await world.AdvanceAsync(TimeSpan.FromSeconds(5));
        SeenByKenji().Single().WritesSince!.Value.ShouldBe(began, TimeSpan.FromSeconds(1));
        await world.AdvanceAsync(TimeSpan.FromSeconds(4));
        SeenByKenji().Single().WritesSince.ShouldBeNull();

        first.Write();
        first.Pause();
        SeenByKenji().Single().WritesSince.ShouldBeNull();
        first.Dispose();
        first.Dispose();
        SeenByKenji().Count.ShouldBe(1);
        second.Dispose();
        SeenByKenji().ShouldBeEmpty();
        told.ShouldBe(7); // came twice, began to write twice, stopped, went twice
    }

    [Fact]
    public async Task Another_workspace_sees_nobody_even_if_it_knows_the_conversation()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        var visits = world.Services.GetRequiredService<IVisits>();
        var conversation = Id<Conversation>.New(world.Clock);
        var stranger = shop.Actor with { Workspace = Id<Kaiwa.Core.Workspaces.Workspace>.New(world.Clock), Subject = Guid.Parse("0198a000-0000-7000-8000-00000000000c") };

        using var visit = visits.Enter(shop.Actor, conversation);

        visits.Others(stranger, conversation).ShouldBeEmpty();
    }
}
