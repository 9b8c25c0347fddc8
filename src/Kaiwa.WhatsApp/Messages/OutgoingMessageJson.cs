namespace Kaiwa.WhatsApp.Messages;

/// <summary>Outgoing messages to and from Meta's JSON.</summary>
public static class OutgoingMessageJson
{
    /// <summary>
    /// The content of a message: <c>{"type":"text","text":{…}}</c>, and <c>context</c> for a reply. Without <c>messaging_product</c>,
    /// recipient and callback data, which the sender adds.
    /// </summary>
    public static byte[] WriteContent(OutgoingMessage message) => throw new NotImplementedException();

    /// <summary>Reads a client's <c>POST /messages</c> body and checks it as Meta does. Never throws.</summary>
    public static OutgoingMessageReading Read(ReadOnlyMemory<byte> body) => throw new NotImplementedException();
}
