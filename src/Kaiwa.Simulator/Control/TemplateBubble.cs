using System.Globalization;
using System.Text;
using System.Text.Json;
using Kaiwa.Simulator.World;
using static Kaiwa.Simulator.Control.InteractiveBubble;
using static Kaiwa.Simulator.Control.ThreadReader;

namespace Kaiwa.Simulator.Control;

/// <summary>A template with its values filled in, as it looks on a phone.</summary>
internal static class TemplateBubble
{
    public static PhoneThreadMessage Fill(PhoneThreadMessage message, JsonElement content, SimulatedTemplate? template)
    {
        if (template is null)
        {
            return message with { Text = Text(content, "name") };
        }

        var shape = template.Shape;
        var values = new Values(At(content, "components"));
        return message with
        {
            Header = shape.HeaderText.Length > 0 ? Put(shape.HeaderText, values.Header) : null,
            Text = Put(shape.BodyText, values.Body),
            Footer = shape.FooterText.Length > 0 ? shape.FooterText : null,
            Media = values.Media,
            Buttons = Buttons(shape, values),
            Lines = [.. shape.OfferText is { } offer ? [offer] : Array.Empty<string>(), .. values.Lines],
            Products = values.Products,
            Cards = [.. values.Cards.Select((card, at) => (Card: card, Index: IndexOf(card, at))).OrderBy(card => card.Index).Select(card => Card(card.Card, shape.Cards[Math.Min(card.Index, shape.Cards.Count - 1)]))],
        };
    }

    private static int IndexOf(JsonElement card, int at) => At(card, "card_index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt32(out var given) && given >= 0 ? given : at;

    private static PhoneCard Card(JsonElement card, TemplateShape shape)
    {
        var values = new Values(At(card, "components"));
        var product = values.Products.Count > 0 ? values.Products[0] : null;
        return new PhoneCard(values.Media, shape.BodyText.Length > 0 ? Put(shape.BodyText, values.Body) : product?.Id ?? "", Buttons(shape, values), product);
    }

    private static List<PhoneButton> Buttons(TemplateShape shape, Values values)
    {
        var buttons = shape.Buttons.Select((button, index) => new PhoneButton(values.Of(index, button), button.Text, button.Type.ToLowerInvariant())).ToList();
        if (shape.AsksToCall)
        {
            buttons.Add(new PhoneButton("accept", "Allow calls", "call_permission"));
            buttons.Add(new PhoneButton("reject", "Do not allow", "call_permission"));
        }

        return buttons;
    }

    private static string Put(string text, Dictionary<string, string> values)
    {
        var result = new StringBuilder(text);
        foreach (var (name, value) in values)
        {
            result.Replace("{{" + name + "}}", value);
        }

        return result.ToString();
    }

    /// <summary>The values of one send, or of one card, taken apart.</summary>
    private sealed class Values
    {
        private readonly Dictionary<int, JsonElement> buttons = [];

        public Values(JsonElement components)
        {
            foreach (var component in components.ValueKind == JsonValueKind.Array ? components.EnumerateArray() : default)
            {
                Read(component, [.. Items(component, "parameters")]);
            }
        }

        public Dictionary<string, string> Header { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, string> Body { get; } = new(StringComparer.Ordinal);
        public string? Media { get; private set; }
        public List<string> Lines { get; } = [];
        public List<PhoneProduct> Products { get; } = [];
        public List<JsonElement> Cards { get; } = [];

        /// <summary>What a tap returns or opens.</summary>
        public string Of(int index, TemplateButton button)
        {
            var value = buttons.GetValueOrDefault(index);
            return button.Type switch
            {
                "QUICK_REPLY" => Text(value, "payload") is { Length: > 0 } payload ? payload : button.Text,
                "COPY_CODE" => Text(value, "coupon_code"),
                "FLOW" => Text(At(value, "action"), "flow_token"),
                _ => Text(value, "text"),
            };
        }

        private void Read(JsonElement component, List<JsonElement> parameters)
        {
            switch (Text(component, "type").ToUpperInvariant())
            {
                case "HEADER":
                    Fill(Header, parameters);
                    Media = parameters.Select(p => At(p, Kind(p))).Where(file => file.ValueKind == JsonValueKind.Object).Select(MediaOf).FirstOrDefault(media => media is not null);
                    Products.AddRange(parameters.Select(p => At(p, "product")).Where(p => p.ValueKind == JsonValueKind.Object).Select(p => new PhoneProduct(Text(p, "catalog_id"), Text(p, "product_retailer_id"))));
                    break;
                case "BODY":
                    Fill(Body, parameters);
                    break;
                case "BUTTON" when parameters.Count > 0 && int.TryParse(At(component, "index").ToString(), CultureInfo.InvariantCulture, out var index):
                    buttons[index] = parameters[0];
                    var action = At(parameters[0], "action");
                    Products.AddRange(InteractiveBubble.Products(action, ""));
                    Lines.AddRange(At(action, "order_details") is { ValueKind: JsonValueKind.Object } bill ? Bill(bill) : []);
                    break;
                case "ORDER_STATUS" when parameters.Count > 0:
                    Lines.AddRange(Status(At(parameters[0], "order_status")));
                    break;
                case "CAROUSEL":
                    Cards.AddRange(Items(component, "cards"));
                    break;
            }
        }

        private static void Fill(Dictionary<string, string> values, List<JsonElement> parameters)
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                var name = Text(parameters[i], "parameter_name") is { Length: > 0 } named ? named : (i + 1).ToString(CultureInfo.InvariantCulture);
                var type = Kind(parameters[i]);
                values[name] = type == "text" ? Text(parameters[i], "text") : Text(At(parameters[i], type), "fallback_value");
            }
        }
    }
}
