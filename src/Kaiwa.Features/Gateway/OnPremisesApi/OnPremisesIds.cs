using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>
/// Ids as On-Premises programs know them. A message's id is our own in another spelling: it is known before Meta answers, 26 letters long,
/// safe in a URL, and needs no table. A media file that a customer sent has its message's id, as a UUID.
/// </summary>
internal static class OnPremisesIds
{
    private const string OutgoingPrefix = "gBEG";
    private const string IncomingPrefix = "ABEG";
    private const int Length = 26;

    public static string Outgoing(Id<Message> message) => OutgoingPrefix + Base64Url.EncodeToString(message.ToBytes());

    public static string Incoming(Id<Message> message) => IncomingPrefix + Base64Url.EncodeToString(message.ToBytes());

    public static string Media(Id<Message> message) => message.Value.ToString("D");

    public static bool TryReadMessage(string text, [NotNullWhen(true)] out Id<Message>? message)
    {
        message = null;
        if (text.Length != Length || !(text.StartsWith(OutgoingPrefix, StringComparison.Ordinal) || text.StartsWith(IncomingPrefix, StringComparison.Ordinal)))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!Base64Url.IsValid(text.AsSpan(OutgoingPrefix.Length), out var size) || size != bytes.Length || !Base64Url.TryDecodeFromChars(text.AsSpan(OutgoingPrefix.Length), bytes, out _))
        {
            return false;
        }

        message = new Id<Message>(new Guid(bytes, bigEndian: true));
        return true;
    }
}
