namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>One webhook request as it was read. All byte slices in it refer to the body that was given to the reader.</summary>
public sealed class WebhookDelivery
{
    /// <summary>What the webhook is about: <c>whatsapp_business_account</c>; null when absent.</summary>
    public string? Object { get; init; }

    /// <summary>Every change of every entry, in the order of the body.</summary>
    public required IReadOnlyList<WebhookChange> Changes { get; init; }

    /// <summary>Why the body could not be read whole, as a sentence; null when it could. <see cref="Changes"/> then holds what came before.</summary>
    public string? Problem { get; init; }
}
