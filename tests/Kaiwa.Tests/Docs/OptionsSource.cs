using System.Globalization;
using System.Text.RegularExpressions;
using Kaiwa.Tests.Architecture;

namespace Kaiwa.Tests.Docs;

/// <summary>The options classes: words from their source, defaults from an instance.</summary>
internal static partial class OptionsSource
{
    internal sealed record Setting(string Name, string Type, string Default, string Summary);

    internal sealed record Options(string Section, string Summary, IReadOnlyList<Setting> Settings);

    public static IReadOnlyList<Options> All() => Bindings()
        .Select(binding => Read(binding.Section, Assemblies.All.SelectMany(Assemblies.TypesOf).Single(type => type.Name == binding.Type)))
        .OrderBy(options => options.Section, StringComparer.Ordinal)
        .ToList();

    /// <summary>Which class is bound to which section, as the registrations say.</summary>
    private static IEnumerable<(string Type, string Section)> Bindings() => SourceTree.Files("src", ".cs")
        .SelectMany(file => Binding().Matches(SourceTree.Read(file)))
        .Select(match => (match.Groups["type"].Value.Split('.')[^1], match.Groups["section"].Value))
        .Distinct();

    private static Options Read(string section, Type type)
    {
        var source = SourceTree.Files("src", ".cs").Select(SourceTree.Read).Single(text => Regex.IsMatch(text, $@"\bclass {type.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var instance = Activator.CreateInstance(type);
        var settings = type.GetProperties()
            .Where(property => property is { CanWrite: true })
            .Select(property => new Setting(property.Name, NameOf(property.PropertyType), Show(property.GetValue(instance)), Summary(source, $@"[\w<>?]+ {property.Name} \{{ get;")))
            .ToList();
        return new Options(section, Summary(source, $@"class {type.Name}\b"), settings);
    }

    private static string Summary(string source, string before)
    {
        var match = Regex.Match(source, $@"/// <summary>(?<text>(?:(?!/// <summary>)[\s\S])*?)</summary>(?:(?!/// <summary>|;|\}})[\s\S])*?(?:public|internal) (?:sealed )?{before}", RegexOptions.None, TimeSpan.FromSeconds(2));
        var text = Regex.Replace(match.Groups["text"].Value, @"\s*///\s*", " ", RegexOptions.None, TimeSpan.FromSeconds(1));
        return See().Replace(Code().Replace(SectionWords().Replace(text, ""), "`${words}`"), "`${words}`").Trim();
    }

    private static string NameOf(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? NameOf(inner) + ", optional" : type.Name switch
    {
        "String" => "text",
        "Int32" or "Int64" or "Double" => "number",
        "Boolean" => "yes/no",
        "TimeSpan" => "time span",
        var other => other,
    };

    private static string Show(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    [GeneratedRegex("<c>(?<words>.*?)</c>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Code();

    [GeneratedRegex("<see cref=\"(?<words>.*?)\" ?/>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex See();

    // The heading says it already.
    [GeneratedRegex(@"\s*Section <c>[^<]*</c>\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex SectionWords();

    [GeneratedRegex("""AddOptions<(?<type>[\w.]+)>\(\)\s*\.BindConfiguration\("(?<section>[^"]+)"\)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Binding();
}
