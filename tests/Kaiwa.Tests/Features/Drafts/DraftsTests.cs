using System.Net;
using System.Net.Http.Json;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Drafts;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Drafts;

public sealed class DraftsTests
{
    [Theory, Engines]
    public async Task A_draft_is_kept_for_its_writer_alone_and_outlives_a_restart(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Hello");
        var conversation = (await shop.Agent.ConversationAsync(ana)).Id;
        var mika = shop.Actor with { Subject = Guid.Parse("0198a000-0000-7000-8000-00000000000a") };
        var kenji = shop.Actor with { Subject = Guid.Parse("0198a000-0000-7000-8000-00000000000b") };

        await Door(world).KeepAsync(mika, conversation, "We will", world.Clock.GetUtcNow());
        await Door(world).KeepAsync(mika, conversation, "We will look", world.Clock.GetUtcNow());
        await world.RestartKaiwaAsync();

        var kept = (await Door(world).ListAsync(mika)).ShouldHaveSingleItem();
        (kept.ConversationId, kept.Text).ShouldBe((conversation, "We will look"));
        (await Door(world).ListAsync(kenji)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task What_was_typed_after_the_reply_stays_and_an_empty_draft_goes(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Hello");
        var conversation = (await shop.Agent.ConversationAsync(ana)).Id;
        var sent = world.Clock.GetUtcNow();
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));
        await Door(world).KeepAsync(shop.Actor, conversation, "And one more thing", world.Clock.GetUtcNow());

        await Door(world).RemoveAsync(shop.Actor, conversation, sent);

        (await Door(world).ListAsync(shop.Actor)).ShouldHaveSingleItem();
        await Door(world).KeepAsync(shop.Actor, conversation, "  ", world.Clock.GetUtcNow());
        (await Door(world).ListAsync(shop.Actor)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Programs_keep_and_remove_drafts(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Hello");
        var conversation = (await shop.Agent.ConversationAsync(ana)).Id;
        using var program = world.Program(shop.Key);

        using var kept = await program.PutAsJsonAsync($"/api/v1/drafts/{conversation}", new { text = "Soon" });
        var shown = await program.GetStringAsync("/api/v1/drafts");
        using var gone = await program.DeleteAsync($"/api/v1/drafts/{conversation}");
        using var unknown = await program.PutAsJsonAsync($"/api/v1/drafts/{Guid.Empty:N}", new { text = "Soon" });

        (kept.StatusCode, gone.StatusCode, unknown.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NotFound));
        shown.ShouldContain("Soon");
        (await program.GetStringAsync("/api/v1/drafts")).ShouldBe("[]");
    }

    private static IDrafts Door(World world) => world.Services.GetRequiredService<IDrafts>();
}
