using System.Net;
using Kaiwa.Core.Storage;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Core.Ingest;

public sealed class WebhookEndpointTests
{
    [Theory, Engines]
    public async Task A_message_is_stored_when_Meta_gets_its_answer(Engine engine)
    {
        await using var host = await CoreHost.StartAsync(engine);

        (await host.DeliverAsync(Wire.Message("wamid.1", 1, "16505551234", name: "Sheena"))).ShouldBe(HttpStatusCode.OK);

        (await CountAsync(host, "SELECT count(*) FROM message WHERE wamid = 'wamid.1' AND direction = 0")).ShouldBe(1);
        (await CountAsync(host, "SELECT count(*) FROM contact WHERE name = 'Sheena'")).ShouldBe(1);
        (await CountAsync(host, "SELECT count(*) FROM delivery_part WHERE kind = 1 AND message_id IS NOT NULL")).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_forged_signature_is_refused_and_nothing_is_stored(Engine engine)
    {
        await using var host = await CoreHost.StartAsync(engine);

        (await host.DeliverAsync(Wire.Message("wamid.1", 1, "16505551234"), secret: "a guess")).ShouldBe(HttpStatusCode.Unauthorized);

        (await CountAsync(host, "SELECT count(*) FROM delivery_part")).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task What_cannot_be_read_is_parked_and_still_acknowledged(Engine engine)
    {
        await using var host = await CoreHost.StartAsync(engine);

        (await host.DeliverAsync("{\"object\":\"whatsapp_business_account\",\"entry\":[{")).ShouldBe(HttpStatusCode.OK);

        (await CountAsync(host, "SELECT count(*) FROM delivery_part WHERE kind = 9 AND problem IS NOT NULL")).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task What_cannot_be_stored_as_it_should_is_parked_and_holds_up_nobody_else(Engine engine)
    {
        await using var host = await CoreHost.StartAsync(engine);
        await host.Database.InTransactionAsync(unit => unit.ExecuteAsync("CREATE UNIQUE INDEX no_second_sticker ON message (workspace_id, kind) WHERE kind = 'sticker'"));
        var sticker = """ "sticker":{"id":"1","mime_type":"image/webp"} """;

        var answers = await Task.WhenAll(
            host.DeliverAsync(Wire.Message("wamid.1", 1, "16505551234", type: "sticker", body: sticker)),
            host.DeliverAsync(Wire.Message("wamid.2", 2, "16505551235", type: "sticker", body: sticker)),
            host.DeliverAsync(Wire.Message("wamid.3", 3, "16505551236")));

        answers.ShouldAllBe(answer => answer == HttpStatusCode.OK);
        (await CountAsync(host, "SELECT count(*) FROM message WHERE direction = 0")).ShouldBe(2);
        (await CountAsync(host, "SELECT count(*) FROM delivery_part WHERE kind = 9 AND problem = 'not-stored'")).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_status_of_another_program_on_the_number_is_kept_as_foreign(Engine engine)
    {
        await using var host = await CoreHost.StartAsync(engine);

        (await host.DeliverAsync(Wire.Status("wamid.1", "sent", 1, callback: "k.0123456789abcdefghijkl", recipient: "16505551234"))).ShouldBe(HttpStatusCode.OK);

        (await CountAsync(host, "SELECT count(*) FROM delivery_part WHERE kind = 2 AND problem = 'foreign'")).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_delivery_for_a_number_of_somebody_else_is_kept_but_not_believed(Engine engine)
    {
        await using var host = await CoreHost.StartAsync(engine);

        var foreign = Wire.Message("wamid.1", 1, "16505551234").Replace(CoreHost.NumberId, "999", StringComparison.Ordinal).Replace(CoreHost.WabaId, "888", StringComparison.Ordinal);
        (await host.DeliverAsync(foreign)).ShouldBe(HttpStatusCode.OK);

        (await CountAsync(host, "SELECT count(*) FROM message")).ShouldBe(0);
        (await CountAsync(host, "SELECT count(*) FROM delivery_part WHERE kind = 9 AND workspace_id IS NULL")).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_customer_known_by_phone_and_by_user_id_becomes_one_contact_when_a_webhook_names_both(Engine engine)
    {
        await using var host = await CoreHost.StartAsync(engine);
        await host.DeliverAsync(Wire.Message("wamid.1", 1, "16505551234", name: "Ann"));
        await host.DeliverAsync(Wire.Message("wamid.2", 2, null, "US.42", name: "Ann"));
        (await CountAsync(host, "SELECT count(*) FROM contact WHERE merged_into IS NULL")).ShouldBe(2);

        await host.DeliverAsync(Wire.Message("wamid.3", 3, "16505551234", "US.42"));

        (await CountAsync(host, "SELECT count(*) FROM contact WHERE merged_into IS NULL")).ShouldBe(1);
        (await CountAsync(host, "SELECT count(DISTINCT contact_id) FROM message")).ShouldBe(1);
        (await CountAsync(host, "SELECT count(*) FROM contact_merge")).ShouldBe(1);
    }

    private static Task<long> CountAsync(CoreHost host, string sql) => host.Database.FirstAsync<long>(sql);
}
