using System.Collections.Concurrent;
using System.Globalization;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>
/// Customers who write while the server dies. Each message is posted until Kaiwa acknowledges it, then never again:
/// one that was acknowledged and is not there afterwards is lost, and no later delivery can hide it.
/// </summary>
internal sealed class InboundTraffic(SignedWebhooks webhooks, IReadOnlyList<string> phones)
{
    private readonly ConcurrentBag<InboundMessage> acknowledged = [];
    private int count;

    public IReadOnlyCollection<InboundMessage> Acknowledged => acknowledged;

    /// <summary>Writes about 40 messages a second until told to stop, then waits until the last is acknowledged.</summary>
    public async Task RunAsync(CancellationToken until, CancellationToken ct)
    {
        var posting = new List<Task>();
        while (!until.IsCancellationRequested)
        {
            posting.Add(PostAsync(ct));
            await Task.Delay(25, ct);
        }

        await Task.WhenAll(posting);
    }

    private async Task PostAsync(CancellationToken ct)
    {
        var number = Interlocked.Increment(ref count);
        var message = new InboundMessage(phones[number % phones.Count], string.Create(CultureInfo.InvariantCulture, $"inbound {number:D6}"), Twice: number % 10 == 0);
        var body = webhooks.Text(string.Create(CultureInfo.InvariantCulture, $"wamid.HBgN{message.Phone}FQIAEhgSSU5CT1VORA{number:D8}AA=="), message.Phone, message.Text, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        while (!await webhooks.PostAsync(body, ct))
        {
            await Task.Delay(150, ct);
        }

        acknowledged.Add(message);

        // One in ten comes again after its acknowledgement, as Meta's sometimes do: it must be stored once.
        if (message.Twice)
        {
            await webhooks.PostAsync(body, ct);
        }
    }
}
