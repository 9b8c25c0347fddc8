namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>Bytes of a webhook body to what they say. Never throws; what is not known is kept raw.</summary>
public static class WebhookReader
{
    /// <summary>Reads a body. The delivery's slices refer to <paramref name="body"/>: keep it unchanged as long as they are used.</summary>
    public static WebhookDelivery Read(ReadOnlyMemory<byte> body) => throw new NotImplementedException();
}
