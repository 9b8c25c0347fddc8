using System.Text.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>template</c> of a send. Whether the values fit the template is known only with the template itself.</summary>
internal static class TemplateParser
{
    private const int MostCards = 10;

    public static OutgoingMessage.Template Parse(JsonElement content, Checks checks)
    {
        var name = checks.Required(content, "name", "template.name", 512);
        var language = checks.TryObject(content, "language", "template.language", out var code)
            ? checks.Required(code, "code", "template.language.code", 32)
            : "";
        var components = new List<TemplateComponent>();
        foreach (var component in checks.List(content, "components", "template.components", 0, 100))
        {
            components.Add(ParseComponent(component, checks));
        }

        return new OutgoingMessage.Template(name, language, components);
    }

    private static TemplateComponent ParseComponent(JsonElement component, Checks checks)
    {
        var type = Checks.Lower(checks.Required(component, "type", "template.components.type", 64));
        switch (type)
        {
            case "header":
                return new TemplateComponent.Header(ParseParameters(component, null, inBody: false, checks));
            case "body":
                return new TemplateComponent.Body(ParseParameters(component, null, inBody: true, checks));
            case "button":
                var subType = Checks.Lower(checks.Required(component, "sub_type", "template.components.sub_type", 64));
                var index = (int)checks.Integer(component, "index", "template.components.index", 0, 9);
                return new TemplateComponent.Button(subType, index, ParseParameters(component, subType, inBody: false, checks));
            case "carousel":
                return Carousel(component, checks);
            case "limited_time_offer" or "order_status" or "tap_target_configuration":
                return Special(component, type, checks);
            default:
                return new TemplateComponent.Other(Checks.Raw(component));
        }
    }

    private static TemplateComponent Special(JsonElement component, string type, Checks checks)
    {
        var path = "template.components." + type;
        var items = checks.List(component, "parameters", path + ".parameters", 1, 1);
        var parameter = items is [var only] ? only : Checks.Nothing;
        switch (type)
        {
            case "limited_time_offer" when checks.TryObject(parameter, type, path, out var offer):
                return new TemplateComponent.LimitedTimeOffer(checks.Integer(offer, "expiration_time_ms", path + ".expiration_time_ms", 0, 253_402_300_799_999));
            case "order_status" when checks.TryObject(parameter, type, path, out var order):
                var (reference, status, description) = PaymentParser.Status(order, path, checks);
                return new TemplateComponent.OrderStatus(reference, status, description);
            case "tap_target_configuration" when checks.List(parameter, type, path, 1, 1) is [var target]:
                return new TemplateComponent.TapTarget(checks.Address(target, "url", path + ".url", 2048), checks.Required(target, "title", path + ".title", 1024));
            default:
                return new TemplateComponent.Other(Checks.Raw(component));
        }
    }

    private static TemplateComponent.Carousel Carousel(JsonElement component, Checks checks)
    {
        const string Path = "template.components.cards";
        var cards = new List<TemplateCard>();
        foreach (var card in checks.List(component, "cards", Path, 1, MostCards))
        {
            var index = (int)checks.Integer(card, "card_index", Path + ".card_index", 0, MostCards - 1);
            cards.Add(new TemplateCard(index, [.. checks.List(card, "components", Path + ".components", 0, 100).Select(part => ParseComponent(part, checks))]));
        }

        if (cards.DistinctBy(card => card.Index).Count() < cards.Count)
        {
            checks.Refuse(Checks.Invalid, $"The parameter {Path}.card_index must differ from card to card.");
        }

        return new TemplateComponent.Carousel(cards);
    }

    private static List<TemplateParameter> ParseParameters(JsonElement component, string? subType, bool inBody, Checks checks)
    {
        var parameters = new List<TemplateParameter>();
        foreach (var parameter in checks.List(component, "parameters", TemplateParameterParser.Path, 0, 100))
        {
            parameters.Add(TemplateParameterParser.Parse(parameter, subType, inBody, checks));
        }

        return parameters;
    }
}
