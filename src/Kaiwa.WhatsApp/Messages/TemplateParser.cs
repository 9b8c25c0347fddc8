using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>template</c> of a send. Whether the values fit the template is known only with the template itself.</summary>
internal static class TemplateParser
{
    private const int TooLong = 132005;
    private const int BadCharacters = 132007;
    private const int LongestValue = 1024;

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
                return new TemplateComponent.Header(ParseParameters(component, inBody: false, checks));
            case "body":
                return new TemplateComponent.Body(ParseParameters(component, inBody: true, checks));
            case "button":
                var subType = Checks.Lower(checks.Required(component, "sub_type", "template.components.sub_type", 64));
                var index = checks.Number(component, "index", "template.components.index", 0, 9);
                if (index != Math.Truncate(index))
                {
                    checks.Refuse(Checks.Invalid, "The parameter template.components.index must be a whole number from 0 to 9.");
                }

                return new TemplateComponent.Button(subType, (int)index, ParseParameters(component, inBody: false, checks));
            default:
                return new TemplateComponent.Other(Raw(component));
        }
    }

    private static List<TemplateParameter> ParseParameters(JsonElement component, bool inBody, Checks checks)
    {
        var parameters = new List<TemplateParameter>();
        foreach (var parameter in checks.List(component, "parameters", "template.components.parameters", 0, 100))
        {
            parameters.Add(ParseParameter(parameter, inBody, checks));
        }

        return parameters;
    }

    private static TemplateParameter ParseParameter(JsonElement parameter, bool inBody, Checks checks)
    {
        const string Path = "template.components.parameters";
        var name = checks.Optional(parameter, "parameter_name", Path + ".parameter_name", 512);
        switch (Checks.Lower(checks.Required(parameter, "type", Path + ".type", 64)))
        {
            case "text":
                var text = checks.Required(parameter, "text", Path + ".text", int.MaxValue);
                CheckValue(text, inBody, checks);
                return new TemplateParameter.Text(text, name);
            case "currency" when checks.TryObject(parameter, "currency", Path + ".currency", out var currency):
                return new TemplateParameter.Currency(
                    checks.Required(currency, "fallback_value", Path + ".currency.fallback_value", LongestValue),
                    checks.Required(currency, "code", Path + ".currency.code", 3),
                    (long)checks.Number(currency, "amount_1000", Path + ".currency.amount_1000", -1e15, 1e15),
                    name);
            case "date_time" when checks.TryObject(parameter, "date_time", Path + ".date_time", out var date):
                return new TemplateParameter.DateTime(checks.Required(date, "fallback_value", Path + ".date_time.fallback_value", LongestValue), name);
            case "image" when checks.TryObject(parameter, "image", Path + ".image", out var image):
                return new TemplateParameter.Image(OutgoingMessageParser.Source(image, Path + ".image", checks));
            case "video" when checks.TryObject(parameter, "video", Path + ".video", out var video):
                return new TemplateParameter.Video(OutgoingMessageParser.Source(video, Path + ".video", checks));
            case "document" when checks.TryObject(parameter, "document", Path + ".document", out var document):
                return new TemplateParameter.Document(
                    OutgoingMessageParser.Source(document, Path + ".document", checks), checks.Optional(document, "filename", Path + ".document.filename", 1000));
            case "location" when checks.TryObject(parameter, "location", Path + ".location", out var location):
                return new TemplateParameter.Location(
                    checks.Number(location, "latitude", Path + ".location.latitude", -90, 90),
                    checks.Number(location, "longitude", Path + ".location.longitude", -180, 180),
                    checks.Optional(location, "name", Path + ".location.name", LongestValue),
                    checks.Optional(location, "address", Path + ".location.address", LongestValue));
            case "payload":
                return new TemplateParameter.Payload(checks.Required(parameter, "payload", Path + ".payload", 256));
            case "coupon_code":
                return new TemplateParameter.CouponCode(checks.Required(parameter, "coupon_code", Path + ".coupon_code", 20));
            default:
                return new TemplateParameter.Other(Raw(parameter));
        }
    }

    private static void CheckValue(string text, bool inBody, Checks checks)
    {
        if (text.Length > LongestValue && text.EnumerateRunes().Count() > LongestValue)
        {
            checks.Refuse(TooLong, string.Create(CultureInfo.InvariantCulture, $"A value of a template must be at most {LongestValue} characters long."));
        }

        if (inBody && (text.AsSpan().IndexOfAny('\n', '\r', '\t') >= 0 || text.Contains("     ", StringComparison.Ordinal)))
        {
            checks.Refuse(BadCharacters, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces.");
        }
    }

    private static byte[] Raw(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();
}
