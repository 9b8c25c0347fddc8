using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>What a number shows of its business: profile, commerce settings, ice breakers and commands, blue badge, compliance.</summary>
internal sealed class ProfileApi(Platform platform)
{
    private static readonly string[] ProfileFields = ["about", "address", "description", "email", "profile_picture_url", "websites", "vertical"];

    private static readonly HashSet<string> Verticals = new(StringComparer.Ordinal)
    {
        "", "ALCOHOL", "APPAREL", "AUTO", "BEAUTY", "EDU", "ENTERTAIN", "EVENT_PLAN", "FINANCE", "GOVT", "GROCERY", "HEALTH", "HOTEL", "NONPROFIT", "NOT_A_BIZ",
        "ONLINE_GAMBLING", "OTC_DRUGS", "OTHER", "PHYSICAL_GAMBLING", "PROF_SERVICES", "RESTAURANT", "RETAIL", "TRAVEL", "UNDEFINED",
    };

    public bool Profile(HttpContext http, BusinessNumber number)
    {
        var fields = GraphJson.Fields(http);
        var held = Held("profile", number) ?? new JsonObject { ["about"] = number.VerifiedName, ["vertical"] = "RETAIL" };
        if ((string?)held["picture"] is { } picture)
        {
            held["profile_picture_url"] = $"{PublicUrl.Origin(http, platform.Options)}/simulator/media/{picture}";
        }

        var shown = new JsonObject();
        foreach (var name in ProfileFields.Where(name => fields?.Contains(name) != false && held[name] is not null))
        {
            shown[name] = held[name]!.DeepClone();
        }

        shown["messaging_product"] = "whatsapp";
        return GraphJson.Data(http, shown);
    }

    public async Task<bool> SetProfileAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        if ((given.NotForWhatsApp() ?? WrongProfile(given)) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var held = Held("profile", number) ?? new JsonObject { ["about"] = number.VerifiedName, ["vertical"] = "RETAIL" };
        foreach (var name in ProfileFields.Where(name => given.Has(name) && name != "profile_picture_url"))
        {
            held[name] = given.All[name]?.DeepClone();
        }

        if (given.Text("profile_picture_handle") is { } handle)
        {
            held["picture"] = platform.Documents.Find("handle", handle)!.Read()["media"]?.DeepClone();
        }

        return await SaveAsync(http, "profile", number, held);
    }

    public bool Commerce(HttpContext http, BusinessNumber number)
    {
        var shown = Held("commerce", number) ?? new JsonObject { ["is_cart_enabled"] = true, ["is_catalog_visible"] = false };
        shown["id"] = number.Id;
        return GraphJson.Data(http, shown);
    }

    public async Task<bool> SetCommerceAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        var held = Held("commerce", number) ?? new JsonObject { ["is_cart_enabled"] = true, ["is_catalog_visible"] = false };
        foreach (var name in (string[])["is_cart_enabled", "is_catalog_visible"])
        {
            if (given.Has(name) && given.Truth(name) is null)
            {
                return GraphJson.Refuse(http, Refusal.Parameter($"Param {name} must be true or false."));
            }

            held[name] = given.Truth(name) ?? (bool)held[name]!;
        }

        return await SaveAsync(http, "commerce", number, held);
    }

    /// <summary>At most four prompts of 80 characters and thirty commands of 32 with hints of 256.</summary>
    public async Task<bool> SetAutomationAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        var prompts = given.Array("prompts") ?? [];
        var commands = given.Array("commands") ?? [];
        var wrong = prompts.Count > 4 || prompts.Any(p => Parameters.TextOf(p) is not { Length: > 0 and <= 80 }) ? "Param prompts takes at most 4 texts of 1 to 80 characters."
            : commands.Count > 30 || commands.Any(c => Parameters.TextOf((c as JsonObject)?["command_name"]) is not { Length: > 0 and <= 32 } || Parameters.TextOf((c as JsonObject)?["command_description"]) is not { Length: > 0 and <= 256 })
                ? "Param commands takes at most 30 commands, with a command_name of 1 to 32 and a command_description of 1 to 256 characters."
            : null;
        return wrong is not null ? GraphJson.Refuse(http, Refusal.Parameter(wrong))
            : await SaveAsync(http, "automation", number, new JsonObject { ["prompts"] = prompts.DeepClone(), ["commands"] = commands.DeepClone() });
    }

    /// <summary>A field of the number; null when nothing was set.</summary>
    public JsonObject? Automation(BusinessNumber number) => Held("automation", number);

    public bool Badge(HttpContext http, BusinessNumber number) => GraphJson.Write(http, json =>
    {
        json.WriteString("id", number.Id);
        json.WriteString("oba_status", BadgeStatus(number));
    });

    public string BadgeStatus(BusinessNumber number) => (string?)Held("badge", number)?["oba_status"] ?? "NOT_STARTED";

    public async Task<bool> ApplyForBadgeAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        return given.Array("supporting_links") is { Count: > 5 } ? GraphJson.Refuse(http, Refusal.Parameter("Param supporting_links takes at most 5 links."))
            : await SaveAsync(http, "badge", number, new JsonObject { ["oba_status"] = "PENDING" });
    }

    public bool Compliance(HttpContext http, BusinessNumber number)
    {
        if (Held("compliance", number) is not { } held)
        {
            return GraphJson.Data(http);
        }

        held["messaging_product"] = "whatsapp";
        return GraphJson.Data(http, held);
    }

    public async Task<bool> SetComplianceAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        if ((given.NotForWhatsApp() ?? (given.Text("entity_name") is { Length: > 0 } ? null : Refusal.Required("entity_name")) ?? (given.Text("entity_type") is { Length: > 0 } ? null : Refusal.Required("entity_type"))) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var held = new JsonObject();
        foreach (var name in (string[])["entity_name", "entity_type", "is_registered", "grievance_officer_details", "customer_care_details"])
        {
            held[name] = given.All[name]?.DeepClone();
        }

        return await SaveAsync(http, "compliance", number, held);
    }

    private Refusal? WrongProfile(Parameters given)
    {
        Refusal? Longest(string name, int most) => given.Has(name) && !(given.Text(name)?.Length <= most) ? Refusal.Parameter($"Param {name} must be a text of at most {most} characters.") : null;
        if (given.Has("about") && given.Text("about") is not { Length: >= 1 and <= 139 })
        {
            return Refusal.Parameter("Param about must be 1 to 139 characters long.");
        }

        if (given.Has("vertical") && !Verticals.Contains(given.Text("vertical") ?? "null"))
        {
            return Refusal.Parameter($"Param vertical must be one of {{{string.Join(", ", Verticals.Where(v => v.Length > 0))}}}.");
        }

        if (given.Text("email") is { Length: > 0 } email && (email.IndexOf('@', StringComparison.Ordinal) <= 0 || email.EndsWith('@')))
        {
            return Refusal.Parameter("Param email must be a valid email address.");
        }

        if (given.Has("websites") && (given.Array("websites") is not { Count: <= 2 } sites || sites.Any(site => Parameters.TextOf(site) is not { Length: <= 256 } text || !(text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal)))))
        {
            return Refusal.Parameter("Param websites takes at most 2 addresses of at most 256 characters that begin with http:// or https://.");
        }

        return Longest("address", 256) ?? Longest("description", 512) ?? Longest("email", 128)
            ?? (given.Text("profile_picture_handle") is { } handle && platform.Documents.Find("handle", handle)?.Read()["media"] is null ? Refusal.Parameter("Param profile_picture_handle is not the handle of an uploaded JPEG or PNG picture of at most 5 MB.") : null);
    }

    private JsonObject? Held(string kind, BusinessNumber number) => platform.Documents.Find(kind, number.Id)?.Read();

    private async Task<bool> SaveAsync(HttpContext http, string kind, BusinessNumber number, JsonObject held)
    {
        await platform.Documents.SaveAsync(kind, number.Account.Id, number.Id, held);
        return GraphJson.Success(http);
    }
}
