using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Features.Templates;

/// <summary>A template and its values, as Meta's components.</summary>
internal static partial class FillTemplate
{
    private const int LongestValue = 1024;
    private const int LongestCode = 20;

    public static IReadOnlyList<TemplateField> Fields(Template template) =>
        TemplateVariables.Find(template.Components).Select(variable => new TemplateField(Key(variable), variable.Component, variable.Example)).ToList();

    public static Result<string> Content(Template template, IReadOnlyDictionary<string, string> values)
    {
        var components = Components(template, values);
        return components.Problem is { } problem
            ? problem
            : Encoding.UTF8.GetString(OutgoingMessageJson.WriteContent(new OutgoingMessage.Template(template.Name, template.Language, components.Value)));
    }

    public static Result<List<TemplateComponent>> Components(Template template, IReadOnlyDictionary<string, string> values, bool lenient = false)
    {
        var isNamed = string.Equals(template.ParameterFormat, "NAMED", StringComparison.Ordinal);
        var filled = new List<(TemplateVariable Variable, TemplateParameter Parameter)>();
        foreach (var variable in TemplateVariables.Find(template.Components))
        {
            var parameter = Parameter(variable, values.GetValueOrDefault(Key(variable)), isNamed);
            if (parameter.IsOk)
            {
                filled.Add((variable, parameter.Value));
            }
            else if (!lenient)
            {
                return parameter.Problem!;
            }
        }

        return filled.GroupBy(pair => (pair.Variable.Component, pair.Variable.ButtonIndex)).Select(group => Component(group.First().Variable, group.Select(pair => pair.Parameter).ToList())).ToList();
    }

    private static string Key(TemplateVariable variable) => variable switch
    {
        { Component: "body" } => variable.Key,
        { Component: "header", Kind: "text" } => "header." + variable.Key,
        { Component: "header" } => "header.media",
        _ => string.Create(CultureInfo.InvariantCulture, $"button.{variable.ButtonIndex}"),
    };

    private static TemplateComponent Component(TemplateVariable variable, List<TemplateParameter> parameters) => variable.Component switch
    {
        "header" => new TemplateComponent.Header(parameters),
        "body" => new TemplateComponent.Body(parameters),
        _ => new TemplateComponent.Button(variable.Kind == "coupon_code" ? "copy_code" : "url", variable.ButtonIndex ?? 0, parameters),
    };

    private static Result<TemplateParameter> Parameter(TemplateVariable variable, string? value, bool isNamed)
    {
        var key = Key(variable);
        var text = OneLine(value ?? "");
        if (text.Length == 0)
        {
            return TemplateProblems.ValueMissing(key);
        }

        var most = variable.Kind == "coupon_code" ? LongestCode : LongestValue;
        if (text.Length > most)
        {
            return TemplateProblems.ValueTooLong(key, most);
        }

        return variable.Kind switch
        {
            "text" => new TemplateParameter.Text(text, isNamed && variable.Component != "button" ? variable.Key : null),
            "coupon_code" => new TemplateParameter.CouponCode(text),
            "location" => Place.Read(text) is { } place ? new TemplateParameter.Location(place.Latitude, place.Longitude, place.Name, place.Address) : TemplateProblems.ValueNotAllowed(key),
            _ => File(variable.Kind, key, text),
        };
    }

    // Meta refuses line breaks, tabs and five spaces in a row.
    private static string OneLine(string value) => Spaces().Replace(value, " ").Trim();

    private static Result<TemplateParameter> File(string kind, string key, string text)
    {
        MediaSource source;
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            source = new MediaSource.ById(text);
        }
        else if (Uri.TryCreate(text, UriKind.Absolute, out var link) && link.Scheme is "https" or "http")
        {
            source = new MediaSource.ByLink(link);
        }
        else
        {
            return TemplateProblems.ValueNotAllowed(key);
        }

        return kind switch
        {
            "image" => new TemplateParameter.Image(source),
            "video" => new TemplateParameter.Video(source),
            _ => new TemplateParameter.Document(source),
        };
    }

    [GeneratedRegex(@"[\r\n\t]+| {4,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
