namespace Kaiwa.WhatsApp.Messages;

/// <summary>One value of a template.</summary>
public abstract record TemplateParameter
{
    private TemplateParameter()
    {
    }

    /// <summary>Words: at most 1,024 characters, and in the body no line break, no tab, no five spaces in a row.</summary>
    /// <param name="Value">The words.</param>
    /// <param name="Name">The variable's name; null in positional templates.</param>
    public sealed record Text(string Value, string? Name = null) : TemplateParameter;

    /// <summary>An amount that the phone formats.</summary>
    /// <param name="Fallback">What to show when it cannot.</param>
    /// <param name="Code">The ISO currency code.</param>
    /// <param name="Amount1000">The amount times 1,000.</param>
    /// <param name="Name">The variable's name; null in positional templates.</param>
    public sealed record Currency(string Fallback, string Code, long Amount1000, string? Name = null) : TemplateParameter;

    /// <summary>A date, shown as given.</summary>
    /// <param name="Fallback">What to show.</param>
    /// <param name="Name">The variable's name; null in positional templates.</param>
    public sealed record DateTime(string Fallback, string? Name = null) : TemplateParameter;

    /// <summary>A header picture.</summary>
    public sealed record Image(MediaSource Source) : TemplateParameter;

    /// <summary>A header video.</summary>
    public sealed record Video(MediaSource Source) : TemplateParameter;

    /// <summary>A header file.</summary>
    public sealed record Document(MediaSource Source, string? Filename = null) : TemplateParameter;

    /// <summary>A header animation: MP4 up to 3.5 MB, Marketing Messages API only.</summary>
    public sealed record Gif(MediaSource Source) : TemplateParameter;

    /// <summary>A header product.</summary>
    /// <param name="ProductRetailerId">The shop's product id.</param>
    /// <param name="CatalogId">The catalogue that is connected to the account.</param>
    public sealed record Product(string ProductRetailerId, string CatalogId) : TemplateParameter;

    /// <summary>A header place.</summary>
    public sealed record Location(double Latitude, double Longitude, string? Name = null, string? Address = null) : TemplateParameter;

    /// <summary>What a quick-reply button returns, up to 256 characters.</summary>
    public sealed record Payload(string Value) : TemplateParameter;

    /// <summary>The code of a copy-code button, up to 20 characters.</summary>
    public sealed record CouponCode(string Value) : TemplateParameter;

    /// <summary>The group of an invitation.</summary>
    /// <param name="GroupId">The group's id.</param>
    /// <param name="Name">The variable's name; null in positional templates.</param>
    public sealed record Group(string GroupId, string? Name = null) : TemplateParameter;

    /// <summary>How long a call button works, 1 to 43,200 minutes.</summary>
    public sealed record TtlMinutes(int Minutes) : TemplateParameter;

    /// <summary>What a flow button opens with.</summary>
    /// <param name="Token">Comes back with the answer.</param>
    /// <param name="DataJson">What the first screen is given: a JSON object.</param>
    public sealed record FlowStart(string? Token, string? DataJson = null) : TemplateParameter;

    /// <summary>The product whose picture a catalogue button shows.</summary>
    public sealed record CatalogueStart(string? ThumbnailProductRetailerId) : TemplateParameter;

    /// <summary>The products of a multi-product button.</summary>
    /// <param name="ThumbnailProductRetailerId">The product whose picture is shown.</param>
    /// <param name="Sections">1 to 10 sections with at most 30 products together.</param>
    public sealed record Products(string ThumbnailProductRetailerId, IReadOnlyList<ProductSection> Sections) : TemplateParameter;

    /// <summary>The bill of an order-details button.</summary>
    public sealed record Bill(PaymentRequest Payment) : TemplateParameter;

    /// <summary>A parameter that is not typed here: passed through unchanged.</summary>
    /// <param name="Raw">The parameter's JSON.</param>
    public sealed record Other(ReadOnlyMemory<byte> Raw) : TemplateParameter;
}
