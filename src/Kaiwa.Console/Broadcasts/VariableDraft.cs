using System.Text.Json;
using System.Text.RegularExpressions;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Templates;

namespace Kaiwa.Console.Broadcasts;

/// <summary>What a broadcast puts into one variable: the same words for all, or something known of each contact with words for those of whom it is not known.</summary>
public sealed partial class VariableDraft(TemplateField place)
{
    public TemplateField Field => place;

    /// <summary>Empty: the same words for all. Else <c>name</c>, <c>phone</c>, <c>language</c> or an attribute.</summary>
    public string Property { get; set; } = "";

    /// <summary>The words, or the fallback.</summary>
    public string Text { get; set; } = "";

    public bool IsComplete => !string.IsNullOrWhiteSpace(Text);

    /// <summary>As the broadcast keeps it.</summary>
    public string Expression => Property.Length == 0 ? Text.Trim() : $$$"""{{ contact.{{{Property}}} | default: "{{{Quotes().Replace(Text.Trim(), "'")}}}" }}""";

    public string For(AudienceMember member)
    {
        var known = Property switch
        {
            "" => Text,
            "name" => member.Name,
            "phone" => member.Phone,
            "language" => member.Language,
            _ => Attributes(member).GetValueOrDefault(Property),
        };
        return string.IsNullOrWhiteSpace(known) ? Text.Trim() : known.Trim();
    }

    internal static IReadOnlyDictionary<string, string> Attributes(AudienceMember member)
    {
        try
        {
            return member.Attributes is { Length: > 0 } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [] : [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    [GeneratedRegex("[\"{}]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quotes();
}
