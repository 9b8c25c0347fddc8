using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>Application settings, which are the client's, and the profile, which is the number's wherever it is registered.</summary>
internal sealed class SettingsCalls(Platform platform)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(36_500);
    private static readonly string[] Fields = ["address", "description", "email", "vertical", "websites"];

    // The Cloud has words where the client had names.
    private static readonly Dictionary<string, string> Verticals = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Automotive"] = "AUTO",
        ["Beauty, Spa and Salon"] = "BEAUTY",
        ["Clothing and Apparel"] = "APPAREL",
        ["Education"] = "EDU",
        ["Entertainment"] = "ENTERTAIN",
        ["Event Planning and Service"] = "EVENT_PLAN",
        ["Finance and Banking"] = "FINANCE",
        ["Food and Grocery"] = "GROCERY",
        ["Public Service"] = "GOVT",
        ["Hotel and Lodging"] = "HOTEL",
        ["Medical and Health"] = "HEALTH",
        ["Non-profit"] = "NONPROFIT",
        ["Professional Services"] = "PROF_SERVICES",
        ["Shopping and Retail"] = "RETAIL",
        ["Travel and Transportation"] = "TRAVEL",
        ["Restaurant"] = "RESTAURANT",
        ["Other"] = "OTHER",
    };

    public async Task<ClientAnswer> ApplicationAsync(ClientCall call)
    {
        switch (call.Http.Request.Method)
        {
            case "GET":
                var shown = call.Client.Application;
                shown["wa_id"] = Phones.Digits(call.Number.Digits);
                return new JsonObject { ["settings"] = new JsonObject { ["application"] = shown } };
            case "PATCH":
                await call.Client.SetApplicationAsync((await call.BodyAsync()).All);
                return new JsonObject();
            case "DELETE":
                await call.Client.SetApplicationAsync(null);
                return new JsonObject();
            default:
                return ClientError.Unknown("Application settings are read, patched and reset");
        }
    }

    public async Task<ClientAnswer> BusinessAsync(ClientCall call)
    {
        var profile = Profile(call.Number);
        if (call.Http.Request.Method == "GET")
        {
            var shown = new JsonObject();
            foreach (var name in Fields.Where(profile.ContainsKey))
            {
                shown[name] = name == "vertical" && Verticals.FirstOrDefault(pair => pair.Value == profile[name]!.ToString()).Key is { } words ? words : profile[name]?.DeepClone();
            }

            return new JsonObject { ["settings"] = new JsonObject { ["business"] = new JsonObject { ["profile"] = shown } } };
        }

        var body = await call.BodyAsync();
        if (body.Text("vertical") is { } vertical && !Verticals.ContainsKey(vertical))
        {
            return ClientError.Invalid($"vertical '{vertical}' is not one of the list");
        }

        foreach (var name in Fields.Where(body.Has))
        {
            profile[name] = name == "vertical" ? Verticals[body.Text(name)!] : body.All[name]?.DeepClone();
        }

        return await SaveAsync(call.Number, profile);
    }

    public async Task<ClientAnswer> AboutAsync(ClientCall call)
    {
        var profile = Profile(call.Number);
        if (call.Http.Request.Method == "GET")
        {
            return OfProfile("about", new JsonObject { ["text"] = profile["about"]?.DeepClone() });
        }

        if ((await call.BodyAsync()).Text("text") is not { Length: >= 1 and <= 139 } text)
        {
            return ClientError.Invalid("text must be 1 to 139 characters long");
        }

        profile["about"] = text;
        return await SaveAsync(call.Number, profile);
    }

    public async Task<ClientAnswer> PhotoAsync(ClientCall call)
    {
        var profile = Profile(call.Number);
        switch (call.Http.Request.Method)
        {
            case "GET" when (string?)profile["picture"] is { } picture && platform.Media.Find(picture) is { } file:
                return call.Http.Request.Query["format"] == "link"
                    ? OfProfile("photo", new JsonObject { ["link"] = $"{Api.PublicUrl.Origin(call.Http, platform.Options)}/simulator/media/{picture}" })
                    : new ClientAnswer([]) { File = file };
            case "GET":
                return ClientError.Unknown("There is no photo");
            case "DELETE":
                profile.Remove("picture");
                return await SaveAsync(call.Number, profile);
            default:
                var bytes = await call.BytesAsync();
                if (bytes is not ([0xFF, 0xD8, ..] or [0x89, (byte)'P', ..]))
                {
                    return ClientError.Invalid("The photo must be a JPEG or PNG picture");
                }

                profile["picture"] = (await platform.Media.AddAsync(0, bytes[0] == 0xFF ? "image/jpeg" : "image/png", null, bytes, platform.Clock.NowMs, Kept)).Id;
                return await SaveAsync(call.Number, profile);
        }
    }

    private JsonObject Profile(BusinessNumber number) =>
        platform.Documents.Find("profile", number.Id)?.Read() ?? new JsonObject { ["about"] = number.VerifiedName, ["vertical"] = "RETAIL" };

    private async Task<ClientAnswer> SaveAsync(BusinessNumber number, JsonObject profile)
    {
        await platform.Documents.SaveAsync("profile", number.Account.Id, number.Id, profile);
        return new JsonObject();
    }

    private static JsonObject OfProfile(string name, JsonObject value) => new() { ["settings"] = new JsonObject { ["profile"] = new JsonObject { [name] = value } } };
}
