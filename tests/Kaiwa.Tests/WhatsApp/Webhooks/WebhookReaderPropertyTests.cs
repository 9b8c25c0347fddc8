using System.Text;
using CsCheck;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Tests.WhatsApp.Webhooks;

public sealed class WebhookReaderPropertyTests
{
    private const int Rounds = 20_000;

    private static readonly byte[][] Bodies = [.. Fixture.Names.Select(Fixture.Bytes)];

    private static readonly byte[][] Pieces =
        [.. new[] { "null", "7", "\"\"", "[]", "{}", "\\u", "\\ud83d", "\"", "{\"id\":", "}]", ",", "1e999", "99999999999999999999", "true", "-" }.Select(Encoding.UTF8.GetBytes)];

    // A fixture, some bytes overwritten, a piece put in somewhere, perhaps cut off.
    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.Int[0, Bodies.Length - 1],
        Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[0, 6],
        Gen.Double[0, 1],
        Gen.Int[0, Pieces.Length - 1],
        Gen.Double[0, 1.5]).Select((which, changes, place, piece, end) =>
        {
            var body = Bodies[which].ToArray();
            foreach (var (where, value) in changes)
            {
                body[(int)(where * (body.Length - 1))] = value;
            }

            var at = (int)(place * body.Length);
            byte[] longer = [.. body.AsSpan(0, at), .. Pieces[piece], .. body.AsSpan(at)];
            return longer[..Math.Min(longer.Length, (int)(end * longer.Length))];
        });

    [Fact]
    public void Mutated_webhooks_never_throw() => Mutated.Sample(body => Touch(WebhookReader.Read(body)), iter: Rounds);

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 300].Sample(body => Touch(WebhookReader.Read(body)), iter: Rounds);

    [Fact]
    public void Mutated_sends_are_read_or_refused_but_never_throw() => Mutated.Sample(
        body =>
        {
            var reading = OutgoingMessageJson.Read(body);
            return reading.Problem is not null || reading.MarkAsRead is not null || (reading.Message is not null && reading.Content.Span.StartsWith("{\"type\":"u8));
        },
        iter: Rounds);

    [Fact]
    public void Mutated_errors_never_throw() => Mutated.Sample(body => GraphError.Read(400, body).HttpStatus == 400, iter: Rounds);

    private static bool Touch(WebhookDelivery delivery)
    {
        foreach (var message in delivery.Changes.SelectMany(change => change.Messages.Concat(change.Echoes)))
        {
            message.Preview.ShouldNotBeNull();
            message.Kind.ShouldBeOneOf(Enum.GetValues<MessageKind>());
        }

        return delivery.Changes.All(change => change.Field is not null && change.Statuses.All(status => status.TimestampMs >= 0));
    }
}
