using System.Globalization;
using System.Text.RegularExpressions;
using DotLiquid;

namespace Kaiwa.Features.Broadcasts;

/// <summary>What a shop wrote for one variable: plain words, a property of the contact, or Liquid. The first two never reach the Liquid engine.</summary>
internal abstract partial record VariableExpression
{
    private VariableExpression()
    {
    }

    /// <summary>The same for everybody.</summary>
    public sealed record Literal(string Text) : VariableExpression;

    /// <summary><c>{{ contact.name }}</c>, perhaps with <c>| default: "there"</c>.</summary>
    public sealed record Property(string Name, string? Default) : VariableExpression;

    /// <summary>Anything else with braces.</summary>
    public sealed record Liquid(Template Template) : VariableExpression;

    /// <summary>Reads an expression; null when Liquid cannot.</summary>
    public static VariableExpression? Parse(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal) && !text.Contains("{%", StringComparison.Ordinal))
        {
            return new Literal(Clean(text));
        }

        if (Simple().Match(text) is { Success: true } simple)
        {
            var fallback = simple.Groups["double"] is { Success: true } quoted ? quoted.Value : simple.Groups["single"] is { Success: true } single ? single.Value : null;
            return new Property(simple.Groups["name"].Value, fallback is null ? null : Clean(fallback));
        }

        try
        {
            var template = Template.Parse(text);
            template.MakeThreadSafe();
            return new Liquid(template);
        }
        catch (Exception e) when (e is DotLiquid.Exceptions.LiquidException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The words for one contact; empty when there are none.</summary>
    public string Render(IReadOnlyDictionary<string, string> contact) => this switch
    {
        Literal literal => literal.Text,
        Property property => Clean(contact.TryGetValue(property.Name, out var value) && value.Length > 0 ? value : property.Default ?? ""),
        Liquid liquid => Clean(Render(liquid.Template, contact)),
        _ => throw new InvalidOperationException("The set of expressions is closed."),
    };

    private static string Render(Template template, IReadOnlyDictionary<string, string> contact)
    {
        var values = new Hash();
        foreach (var (key, value) in contact)
        {
            values[key] = value;
        }

        return template.Render(new RenderParameters(CultureInfo.InvariantCulture) { LocalVariables = new Hash { ["contact"] = values } });
    }

    // Meta refuses parameters with line breaks, tabs or more than four spaces in a row (132018).
    private static string Clean(string text) => Blanks().IsMatch(text) ? Blanks().Replace(text, " ").Trim() : text.Trim();

    [GeneratedRegex("""^\s*\{\{-?\s*contact\.(?<name>[A-Za-z0-9_]+)\s*(?:\|\s*default:\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)')\s*)?-?\}\}\s*$""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Simple();

    [GeneratedRegex(@"\s*[\r\n\t]\s*| {5,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
