using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.WhatsApp.Templates;

/// <summary>A template's words with values filled in, as a phone would show them.</summary>
/// <param name="HeaderFormat"><c>TEXT</c>, <c>IMAGE</c>, <c>VIDEO</c>, <c>DOCUMENT</c>, <c>LOCATION</c>; null without a header.</param>
/// <param name="Header">The header's words; null when it has none.</param>
/// <param name="Body">The body.</param>
/// <param name="Footer">The footer; null when absent.</param>
/// <param name="Buttons">The buttons.</param>
public sealed record TemplateText(string? HeaderFormat, string? Header, string Body, string? Footer, IReadOnlyList<TemplateText.Button> Buttons)
{
    /// <summary>A button as shown.</summary>
    /// <param name="Type">Meta's type: <c>QUICK_REPLY</c>, <c>URL</c>, <c>PHONE_NUMBER</c>, …</param>
    /// <param name="Text">The label.</param>
    /// <param name="Target">The address or number that it opens; null for the others.</param>
    public sealed record Button(string Type, string Text, string? Target);

    /// <summary>Fills a template with the values of a message. A variable without a value stays as it is written: <c>{{1}}</c>.</summary>
    public static TemplateText Fill(string componentsJson, IReadOnlyList<TemplateComponent> values)
    {
        string? format = null, header = null, footer = null;
        var body = "";
        IReadOnlyList<Button> buttons = [];
        foreach (var component in TemplateComponents.Read(componentsJson))
        {
            switch (component.Type)
            {
                case "HEADER":
                    format = component.Format is "" ? "TEXT" : component.Format;
                    header = format == "TEXT" ? Replace(component.Text, values.OfType<TemplateComponent.Header>().SelectMany(value => value.Parameters)) : null;
                    break;
                case "BODY":
                    body = Replace(component.Text, values.OfType<TemplateComponent.Body>().SelectMany(value => value.Parameters));
                    break;
                case "FOOTER":
                    footer = component.Text;
                    break;
                case "BUTTONS":
                    buttons = [.. component.Buttons.Select((button, index) => ToButton(button, index, values))];
                    break;
            }
        }

        return new TemplateText(format, header, body, footer, buttons);
    }

    private static Button ToButton(TemplateButton button, int index, IReadOnlyList<TemplateComponent> values) => new(
        button.Type,
        button.Text,
        button.Url is null
            ? button.PhoneNumber
            : Replace(button.Url, values.OfType<TemplateComponent.Button>().Where(value => value.Index == index).SelectMany(value => value.Parameters)));

    private static string Replace(string text, IEnumerable<TemplateParameter> parameters)
    {
        var positional = new List<string>();
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            var (name, words) = Words(parameter);
            if (words is not null)
            {
                positional.Add(words);
                if (name is not null)
                {
                    named[name] = words;
                }
            }
        }

        var order = TemplateVariables.Keys(text).ToList();
        return TemplateVariables.Placeholder().Replace(text, match =>
        {
            var key = match.Groups["key"].Value;
            if (named.TryGetValue(key, out var words))
            {
                return words;
            }

            var place = order.IndexOf(key);
            return named.Count == 0 && place < positional.Count ? positional[place] : match.Value;
        });
    }

    private static (string? Name, string? Words) Words(TemplateParameter parameter) => parameter switch
    {
        TemplateParameter.Text text => (text.Name, text.Value),
        TemplateParameter.Currency currency => (currency.Name, currency.Fallback),
        TemplateParameter.DateTime date => (date.Name, date.Fallback),
        _ => (null, null),
    };
}
