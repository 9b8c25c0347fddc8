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
    /// <param name="SubType"><c>quick_reply</c>, <c>url</c>, <c>copy_code</c>, …</param>
    /// <param name="Index">The button's place in the template, 0 to 9.</param>
    /// <param name="Parameters">The values.</param>
    public sealed record Button(string SubType, int Index, IReadOnlyList<TemplateParameter> Parameters) : TemplateComponent;

    /// <summary>A component that is not typed here (carousel, limited-time offer, …): passed through unchanged.</summary>
    /// <param name="Raw">The component's JSON.</param>
    public sealed record Other(ReadOnlyMemory<byte> Raw) : TemplateComponent;
}
