using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using static Kaiwa.Simulator.Rules.TemplateFormat;

namespace Kaiwa.Simulator.Rules;

/// <summary>Templates of one-time codes: their words are Meta's, the business chooses which of them.</summary>
internal static class AuthenticationTemplate
{
    public static Refusal? Check(JsonArray components)
    {
        if (components.Any(component => Kind(component) is not ("BODY" or "FOOTER" or "BUTTONS")))
        {
            return Refusal.Parameter("Param components of an authentication template must be of {BODY, FOOTER, BUTTONS}.");
        }

        if (Part(components, "FOOTER") is { } footer && Minutes(footer) is not (>= 1 and <= 90))
        {
            return Refusal.Parameter("Param code_expiration_minutes must be from 1 to 90.");
        }

        if (Part(components, "BUTTONS")?["buttons"] is not JsonArray { Count: 1 } buttons || Kind(buttons[0]) != "OTP")
        {
            return Refusal.Parameter("Param components of an authentication template must have one button, of type OTP.");
        }

        var button = buttons[0]!.AsObject();
        var type = Text(button, "otp_type").ToUpperInvariant();
        var apps = button["supported_apps"] as JsonArray ?? (button["package_name"] is null ? [] : [button.DeepClone()]);
        return type is not ("COPY_CODE" or "ONE_TAP" or "ZERO_TAP") ? Refusal.Parameter("Param otp_type must be one of {COPY_CODE, ONE_TAP, ZERO_TAP}.")
            : type == "COPY_CODE" ? null
            : apps.Count is 0 or > 5 ? Refusal.Parameter("Param supported_apps must name 1 to 5 apps.")
            : apps.Any(app => Text(app, "package_name").Length is 0 or > 224 || Uri.UnescapeDataString(Text(app, "signature_hash")).Length != 11) ? Refusal.Parameter("Param supported_apps: package_name has at most 224 characters, signature_hash exactly 11.")
            : type == "ZERO_TAP" && !True(button["zero_tap_terms_accepted"]) ? Refusal.Parameter("Param zero_tap_terms_accepted must be true.")
            : null;
    }

    /// <summary>The components as Meta keeps and returns them: with its words, and the code's button as a URL.</summary>
    public static JsonArray Write(JsonArray components)
    {
        var kept = components.DeepClone().AsArray();
        var body = Part(kept, "BODY")!;
        var advice = True(body["add_security_recommendation"]) ? " For your security, do not share this code." : "";
        body["text"] = "*{{1}}* is your verification code." + advice;
        body["example"] = new JsonObject { ["body_text"] = new JsonArray(new JsonArray("123456")) };
        if (Part(kept, "FOOTER") is { } footer)
        {
            footer["text"] = string.Create(CultureInfo.InvariantCulture, $"This code expires in {Minutes(footer)} minutes.");
        }

        var button = Part(kept, "BUTTONS")!["buttons"]![0]!.AsObject();
        var type = Text(button, "otp_type").ToUpperInvariant();
        var url = $"https://www.whatsapp.com/otp/code/?otp_type={type}&code=otp{{{{1}}}}";
        var label = Text(button, "text") is { Length: > 0 } text ? text : "Copy code";
        Part(kept, "BUTTONS")!["buttons"] = new JsonArray(new JsonObject
        {
            ["type"] = "URL",
            ["text"] = label,
            ["url"] = url,
            ["example"] = new JsonArray(url.Replace("{{1}}", "123456", StringComparison.Ordinal)),
        });
        return kept;
    }

    private static int? Minutes(JsonObject footer) => int.TryParse(Parameters.TextOf(footer["code_expiration_minutes"]), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : null;

    private static bool True(JsonNode? node) => string.Equals(Parameters.TextOf(node), "true", StringComparison.OrdinalIgnoreCase);
}
