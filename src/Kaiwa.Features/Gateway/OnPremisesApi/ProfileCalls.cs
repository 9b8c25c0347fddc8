using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Features.Gateway.GraphApi;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The business profile, the about text and the two-step pin: all at Meta.</summary>
internal sealed class ProfileCalls(GraphProxy proxy)
{
    private static readonly string[] Fields = ["address", "description", "email", "vertical", "websites"];

    // Meta's cloud has words in capitals where the On-Premises API had names for people.
    private static readonly FrozenDictionary<string, string> Verticals = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
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
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Names = Verticals.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public async Task<IResult> Business(ProgramCall call)
    {
        var (profile, error) = await ReadAsync(proxy, call.Number, "about,address,description,email,vertical,websites", call.Aborted);
        if (error is not null)
        {
            return error.ToHttp();
        }

        var shown = new JsonObject();
        foreach (var name in Fields.Where(name => profile![name] is not null))
        {
            shown[name] = name == "vertical" && Names.TryGetValue(profile![name]!.ToString(), out var word) ? word : profile![name]!.DeepClone();
        }

        return OnPremisesAnswers.Ok(new JsonObject { ["settings"] = new JsonObject { ["business"] = new JsonObject { ["profile"] = shown } } });
    }

    public async Task<IResult> SetBusiness(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        var change = new JsonObject();
        foreach (var name in Fields.Where(body.ContainsKey))
        {
            change[name] = body[name]?.DeepClone();
        }

        if (body.Text("vertical") is { } vertical)
        {
            if (vertical.Length > 0 && !Verticals.ContainsKey(vertical) && !Names.ContainsKey(vertical))
            {
                return OnPremisesError.Invalid($"vertical '{vertical}' is not one of the list").ToHttp();
            }

            change["vertical"] = Verticals.GetValueOrDefault(vertical, vertical);
        }

        return await WriteAsync(proxy, call, change);
    }

    public async Task<IResult> About(ProgramCall call)
    {
        var (profile, error) = await ReadAsync(proxy, call.Number, "about", call.Aborted);
        return error is not null ? error.ToHttp() : OnPremisesAnswers.Ok(Profile("about", new JsonObject { ["text"] = profile!["about"]?.ToString() ?? "" }));
    }

    public async Task<IResult> SetAbout(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        return body.Text("text") is not { } text ? OnPremisesError.Lacks("text").ToHttp()
            : text.Length is < 1 or > 139 ? OnPremisesError.Invalid("text must be 1 to 139 characters long").ToHttp()
            : await WriteAsync(proxy, call, new JsonObject { ["about"] = text });
    }

    public async Task<IResult> SetPin(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("pin") is not { Length: 6 } pin || !pin.All(char.IsAsciiDigit))
        {
            return OnPremisesError.Invalid("pin must be 6 digits").ToHttp();
        }

        var answer = await proxy.AskAsync(call.Number, HttpMethod.Post, call.Number.MetaId, QueryString.Empty, CloudJson.Content(new JsonObject { ["pin"] = pin }), call.Aborted);
        return CloudJson.Read(answer, out var error) is null ? error!.ToHttp() : OnPremisesAnswers.Ok();
    }

    public Task<IResult> DeletePin(ProgramCall call) => Task.FromResult(
        OnPremisesError.Invalid("Meta's cloud lets no program switch two-step verification off. Do it in WhatsApp Manager").ToHttp());

    internal static JsonObject Profile(string name, JsonObject value) => new() { ["settings"] = new JsonObject { ["profile"] = new JsonObject { [name] = value } } };

    internal static async Task<(JsonObject? Profile, OnPremisesError? Error)> ReadAsync(GraphProxy proxy, Number number, string fields, CancellationToken ct)
    {
        var answer = await proxy.AskAsync(number, HttpMethod.Get, number.MetaId + "/whatsapp_business_profile", QueryString.Create("fields", fields), null, ct);
        return CloudJson.Read(answer, out var error) is { } json ? (json["data"] is JsonArray { Count: > 0 } data ? data[0] as JsonObject ?? [] : [], null) : (null, error);
    }

    internal static async Task<IResult> WriteAsync(GraphProxy proxy, ProgramCall call, JsonObject change)
    {
        change["messaging_product"] = "whatsapp";
        var answer = await proxy.AskAsync(call.Number, HttpMethod.Post, call.Number.MetaId + "/whatsapp_business_profile", QueryString.Empty, CloudJson.Content(change), call.Aborted);
        return CloudJson.Read(answer, out var error) is null ? error!.ToHttp() : OnPremisesAnswers.Ok();
    }
}
