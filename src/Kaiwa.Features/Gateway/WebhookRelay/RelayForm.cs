using System.Collections.Frozen;
using System.Text.Json;
using Kaiwa.Core.Numbers;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>How one receiver is spoken to: the bodies that it reads, and the manners that go with them. The manners are those of Meta's cloud unless a shape has others.</summary>
internal abstract class RelayForm
{
    /// <summary>What a test posts: a body without an event.</summary>
    public abstract byte[] Ping { get; }

    public virtual bool IsSigned => true;

    public virtual IReadOnlyDictionary<string, string> Headers => FrozenDictionary<string, string>.Empty;

    /// <summary>Posts that it may be sent at the same time.</summary>
    public virtual int MostAtOnce => int.MaxValue;

    /// <summary>Certificates that it may be known by besides those that everybody trusts, as PEM.</summary>
    public virtual string? Ca => null;

    /// <summary>The body; null when nothing of the event is for this receiver.</summary>
    public abstract Task<byte[]?> WriteAsync(RelayEvent news, CancellationToken ct);

    /// <summary>A status that Meta never sent, because the message never came to it.</summary>
    public abstract byte[]? WriteStatus(Number number, Action<Utf8JsonWriter> status);

    /// <summary>Whether that answer means that the event was taken.</summary>
    public virtual bool Takes(int status) => status is >= 200 and < 300;

    // One call a minute tells whether the receiver is back, and costs nobody anything.
    public virtual TimeSpan WaitOfReceiver(int attempts) => TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(attempts, 10))));

    public virtual TimeSpan WaitOfConversation(int attempts) => TimeSpan.FromSeconds(Math.Min(3600, 2.5 * Math.Pow(2, Math.Min(attempts, 20))));
}
