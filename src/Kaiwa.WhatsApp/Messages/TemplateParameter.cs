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

    /// <summary>A header place.</summary>
    public sealed record Location(double Latitude, double Longitude, string? Name = null, string? Address = null) : TemplateParameter;

    /// <summary>What a quick-reply button returns, up to 256 characters.</summary>
    public sealed record Payload(string Value) : TemplateParameter;

    /// <summary>The code of a copy-code button, up to 20 characters.</summary>
    public sealed record CouponCode(string Value) : TemplateParameter;

    /// <summary>A parameter that is not typed here: passed through unchanged.</summary>
    /// <param name="Raw">The parameter's JSON.</param>
    public sealed record Other(ReadOnlyMemory<byte> Raw) : TemplateParameter;
}
