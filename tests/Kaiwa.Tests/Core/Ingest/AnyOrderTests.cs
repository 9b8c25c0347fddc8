using CsCheck;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Ingest;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Core.Ingest;

/// <summary>The same set of webhooks gives the same state, in any order, any number of times.</summary>
public sealed class AnyOrderTests
{
    private const string State = """
        SELECT 'message ' || direction || ' ' || state || ' ' || kind || ' ' || COALESCE(wamid, '-') || ' ' || COALESCE(context_wamid, '-') || ' ' || CASE WHEN direction = 0 THEN at ELSE 0 END
               || ' ' || COALESCE(sent_at, 0) || ' ' || COALESCE(delivered_at, 0) || ' ' || COALESCE(read_at, 0) || ' ' || COALESCE(failed_at, 0) || ' ' || COALESCE(failure, '-') || ' ' || COALESCE(pricing, '-') AS line
        FROM message
        """;

    private const string People = """
        SELECT i.kind, i.scope, i.value, i.contact_id, COALESCE(c.name, '-') AS name, c.consent, COALESCE(h.last_inbound_at, 0) AS window_at
        FROM identity i JOIN contact c ON c.id = i.contact_id LEFT JOIN chat h ON h.contact_id = i.contact_id
        """;

    [Theory, Engines]
    public async Task Webhooks_delivered_three_times_and_shuffled_give_the_state_of_once_in_order(Engine engine)
    {
        await Webhooks.SampleAsync(
            async sample =>
            {
                var (webhooks, order) = sample;
                var inOrder = await StateAfterAsync(engine, webhooks);
                var shuffled = await StateAfterAsync(engine, order.Select(i => webhooks[i % webhooks.Count]));
                shuffled.ShouldBe(inOrder);
            },
            iter: engine == Engine.Sqlite ? 12 : 4,
            threads: 1);
    }

    [Theory, Engines]
    public async Task What_is_lost_comes_back_from_the_stored_deliveries(Engine engine)
    {
        await Webhooks.SampleAsync(
            async sample =>
            {
                await using var host = await CoreHost.StartAsync(engine);
                await DeliverAsync(host, await SendSixAsync(host), sample.Webhooks);
                var before = await DescribeAsync(host);
                await LoseAsync(host);
                (await DescribeAsync(host)).ShouldNotBe(before);

                var first = await host.Services.GetRequiredService<IRebuild>().RunAsync(_ => { }, CancellationToken.None);
                (await DescribeAsync(host)).ShouldBe(before);
                (await host.Database.QueryAsync<long>("SELECT count(*) FROM message WHERE NOT EXISTS (SELECT 1 FROM identity i WHERE i.id = message.identity_id AND i.contact_id = message.contact_id)")).ShouldBe([0L]);

                var second = await host.Services.GetRequiredService<IRebuild>().RunAsync(_ => { }, CancellationToken.None);
                second.ShouldBe(first with { Messages = 0, Contacts = 0 });
                (await DescribeAsync(host)).ShouldBe(before);
            },
            iter: engine == Engine.Sqlite ? 12 : 4,
            threads: 1);
    }

    private static readonly Gen<string> One = Gen.OneOf(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Long[0, 40], (person, id, at) => Wire.Message($"wamid.in{person}{id}", at, $"1650555000{person}", name: $"Name {at % 3}")),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Long[0, 40], (person, id, at) => Wire.Message($"wamid.id{person}{id}", at, null, $"US.{person}", name: $"Other {at % 3}")),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Long[0, 40], (person, id, at) => Wire.Message($"wamid.both{person}{id}", at, $"1650555000{person}", $"US.{person}")),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Long[0, 40], (person, id, at) => Wire.Message($"wamid.re{person}{id}", at, $"1650555000{person}", type: "reaction", body: $$""" "reaction":{"message_id":"wamid.in{{person}}{{id}}","emoji":"x"} """)),
        Gen.Select(Gen.Int[0, 5], OneOf("sent", "delivered", "read", "failed"), Gen.Long[0, 40], (id, status, at) => Wire.Status($"wamid.out{id}", status, at, $"@{id}", "16505550009", "US.9", status switch
        {
            "failed" => """ "errors":[{"code":131026,"title":"Message undeliverable"}] """,
            _ => """ "pricing":{"billable":true,"pricing_model":"PMP","category":"utility"} """,
        })),
        Gen.Select(Gen.Int[0, 5], OneOf("sent", "delivered"), Gen.Long[0, 40], (id, status, at) => Wire.Status($"wamid.out{id}", status, at)),
        Gen.Select(Gen.Int[0, 3], OneOf("stop", "resume"), Gen.Long[0, 40], (person, value, at) => Wire.Preference($"1650555000{person}", value, at)));

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static readonly Gen<(List<string> Webhooks, int[] Order)> Webhooks = One.List[5, 25].SelectMany(
        webhooks => Gen.Shuffle(Enumerable.Range(0, webhooks.Count * 3).ToArray()), (webhooks, order) => (webhooks.Select(Unique).ToList(), order));

    /// <summary>A wamid names one message: its time and text follow from it.</summary>
    private static string Unique(string webhook, int index) => webhook.Contains("\"messages\"", StringComparison.Ordinal) ? webhook.Replace("wamid.", $"wamid.{index}.", StringComparison.Ordinal) : webhook;

    private static async Task<string> StateAfterAsync(Engine engine, IEnumerable<string> webhooks)
    {
        await using var host = await CoreHost.StartAsync(engine);
        await DeliverAsync(host, await SendSixAsync(host), webhooks);
        return await DescribeAsync(host);
    }

    private static async Task DeliverAsync(CoreHost host, List<Id<Message>> sent, IEnumerable<string> webhooks)
    {
        foreach (var webhook in webhooks)
        {
            var json = webhook;
            for (var i = 0; i < sent.Count; i++)
            {
                json = json.Replace($"\"@{i}\"", $"\"{CallbackData.Write(sent[i])}\"", StringComparison.Ordinal);
            }

            ((int)await host.DeliverAsync(json)).ShouldBe(200);
        }
    }

    /// <summary>Everything that deliveries wrote, but for the deliveries themselves. What was sent stays and forgets what became of it; so does the person whom it was sent to.</summary>
    private static Task LoseAsync(CoreHost host) => host.Database.InTransactionAsync(async unit =>
    {
        foreach (var statement in new[]
        {
            "DELETE FROM message WHERE direction = 0", "DELETE FROM message_wamid", "DELETE FROM chat", "DELETE FROM identity WHERE value <> '16505550009'", "DELETE FROM contact WHERE NOT EXISTS (SELECT 1 FROM identity i WHERE i.contact_id = contact.id)",
            "UPDATE message SET state = 30, sent_at = NULL, delivered_at = NULL, read_at = NULL, failed_at = NULL, failure = NULL, pricing = NULL",
        })
        {
            await unit.ExecuteAsync(statement);
        }
    });

    /// <summary>Six outgoing messages that Meta has accepted, so that statuses have something to move.</summary>
    private static async Task<List<Id<Message>>> SendSixAsync(CoreHost host)
    {
        var time = TimeProvider.System;
        var ids = Enumerable.Range(0, 6).Select(_ => Id<Message>.New(time)).ToList();
        await host.Database.InTransactionAsync(async unit =>
        {
            var person = (await host.Services.GetRequiredService<ContactStore>().ResolveAsync(unit, [new PersonClaim(host.Number.Workspace.Id, "77") { Phone = "16505550009" }]))[0]!.Value;
            await host.Services.GetRequiredService<OutboxStore>().AddAsync(unit, ids.Select(id => new OutgoingJob
            {
                Id = id,
                Number = host.Number,
                Contact = person.Contact,
                Identity = person.Identity,
                Kind = "text",
                Category = Category.Service,
                Content = """{"type":"text","text":{"body":"x"}}""",
                Origin = Origin.System,
                ExpiresAt = time.GetUtcNow().AddDays(1),
                Due = time.GetUtcNow().AddDays(1),
            }).ToList());
            for (var i = 0; i < ids.Count; i++)
            {
                await unit.ExecuteAsync("UPDATE message SET wamid = @wamid, state = 30 WHERE id = @id", new { wamid = $"wamid.out{i}", id = ids[i] });
            }
        });
        return ids;
    }

    /// <summary>Messages, statuses, contacts, identities, consent and windows, in words that do not depend on our own ids.</summary>
    private static async Task<string> DescribeAsync(CoreHost host)
    {
        var lines = (await host.Database.QueryAsync<string>(State)).ToList();
        var people = await host.Database.QueryAsync<PersonRow>(People);
        lines.AddRange(people.GroupBy(row => row.ContactId).Select(group =>
            "person " + string.Join(' ', group.Select(row => $"{row.Kind}/{row.Scope}/{row.Value}").Distinct().Order(StringComparer.Ordinal)) + $" {group.First().Name} {group.First().Consent} {group.Max(row => row.WindowAt)}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private sealed record PersonRow
    {
        public required int Kind { get; init; }

        public required string Scope { get; init; }

        public required string Value { get; init; }

        public required Id<Contact> ContactId { get; init; }

        public required string Name { get; init; }

        public required int Consent { get; init; }

        public required long WindowAt { get; init; }
    }
}
