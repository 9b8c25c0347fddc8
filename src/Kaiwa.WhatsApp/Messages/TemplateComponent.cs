namespace Kaiwa.WhatsApp.Messages;

/// <summary>The values for one component of a template.</summary>
public abstract record TemplateComponent
{
    private TemplateComponent()
    {
    }

    /// <summary>The header's value.</summary>
    public sealed record Header(IReadOnlyList<TemplateParameter> Parameters) : TemplateComponent;

    /// <summary>The body's values: in order, or by name, as the template was made.</summary>
    public sealed record Body(IReadOnlyList<TemplateParameter> Parameters) : TemplateComponent;

    /// <summary>A button's value.</summary>
    /// <param name="SubType"><c>quick_reply</c>, <c>url</c> (also of one-time passwords), <c>copy_code</c>, <c>flow</c>, <c>catalog</c>, <c>mpm</c>, <c>spm</c>, <c>voice_call</c>, <c>order_details</c></param>
    /// <param name="Index">The button's place in the template, 0 to 9.</param>
    /// <param name="Parameters">The values.</param>
    public sealed record Button(string SubType, int Index, IReadOnlyList<TemplateParameter> Parameters) : TemplateComponent;

    /// <summary>When a limited-time offer ends.</summary>
    /// <param name="ExpiresAtMs">Unix milliseconds.</param>
    public sealed record LimitedTimeOffer(long ExpiresAtMs) : TemplateComponent;

    /// <summary>Cards side by side: as many as the template has; up to 10 for products.</summary>
    public sealed record Carousel(IReadOnlyList<TemplateCard> Cards) : TemplateComponent;

    /// <summary>What has become of an order.</summary>
    /// <param name="ReferenceId">The reference of the order's bill.</param>
    /// <param name="Status"><c>pending</c>, <c>processing</c>, <c>partially-shipped</c>, <c>shipped</c>, <c>completed</c> or <c>canceled</c>.</param>
    /// <param name="Description">A few words about it.</param>
    public sealed record OrderStatus(string ReferenceId, string Status, string? Description = null) : TemplateComponent;

    /// <summary>The page that a tap on the message opens; for verified accounts of high quality.</summary>
    public sealed record TapTarget(Uri Url, string Title) : TemplateComponent;

    /// <summary>A component that is not typed here: passed through unchanged.</summary>
    /// <param name="Raw">The component's JSON.</param>
    public sealed record Other(ReadOnlyMemory<byte> Raw) : TemplateComponent;
}

/// <summary>The values for one card of a template's carousel.</summary>
/// <param name="Index">The card's place, from 0.</param>
/// <param name="Components">Header, body and buttons.</param>
public sealed record TemplateCard(int Index, IReadOnlyList<TemplateComponent> Components);
