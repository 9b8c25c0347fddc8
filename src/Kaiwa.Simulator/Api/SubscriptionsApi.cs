using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Where webhooks go: the app's address, or an account's or a number's own. The narrower one wins, for messages and their statuses.</summary>
internal sealed class SubscriptionsApi(Platform platform)
{
    private const int LongestAddress = 200;

    public async Task<bool> AppAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return platform.Sender.Target is not { } target ? GraphJson.Data(http) : GraphJson.Data(http, new JsonObject
            {
                ["object"] = "whatsapp_business_account",
                ["callback_url"] = target.AbsoluteUri,
                ["active"] = true,
            });
        }

        var given = await Parameters.ReadAsync(http);
        if (!TryAddress(given.Text("callback_url"), out var url))
        {
            return GraphJson.Refuse(http, Refusal.Required("callback_url"));
        }

        if (await GreetAsync(http, url, given.Text("verify_token")) is { } refusal)
        {
            return GraphJson.Refuse(http, refusal);
        }

        platform.Sender.Target = url;
        return GraphJson.Success(http);
    }

    public bool List(HttpContext http, BusinessAccount account)
    {
        if (!account.Subscribed)
        {
            return GraphJson.Data(http);
        }

        var entry = new JsonObject
        {
            ["whatsapp_business_api_data"] = new JsonObject
            {
                ["id"] = platform.Options.AppId,
                ["name"] = "Kaiwa simulator",
                ["link"] = "https://www.facebook.com/games/?app_id=" + platform.Options.AppId,
            },
        };
        if (account.WebhookOverride is { } url)
        {
            entry["override_callback_uri"] = url.AbsoluteUri;
        }

        return GraphJson.Data(http, entry);
    }

    public async Task<bool> ChangeAsync(HttpContext http, BusinessAccount account)
    {
        account.Subscribed = !HttpMethods.IsDelete(http.Request.Method);
        var given = await Parameters.ReadAsync(http);
        var refusal = await OverrideAsync(http, account.Subscribed ? given.All : [], url => account.WebhookOverride = url);
        await platform.Documents.SaveAsync("webhook", account.Id, account.Id, new JsonObject { ["url"] = account.WebhookOverride?.AbsoluteUri, ["subscribed"] = account.Subscribed });
        return refusal is null ? GraphJson.Success(http) : GraphJson.Refuse(http, refusal);
    }

    /// <summary>Sets an address after its handshake; an empty or missing one takes the override away.</summary>
    public async Task<Refusal?> OverrideAsync(HttpContext http, JsonObject given, Action<Uri?> set)
    {
        if (Parameters.TextOf(given["override_callback_uri"]) is not { Length: > 0 } address)
        {
            set(null);
            return null;
        }

        if (address.Length > LongestAddress || !TryAddress(address, out var url))
        {
            return Refusal.Parameter($"Param override_callback_uri must be an address of at most {LongestAddress} characters.");
        }

        if (await GreetAsync(http, url, Parameters.TextOf(given["verify_token"])) is { } refusal)
        {
            return refusal;
        }

        set(url);
        return null;
    }

    private static bool TryAddress(string? text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private async Task<Refusal?> GreetAsync(HttpContext http, Uri url, string? verifyToken) => await platform.Sender.VerifyAsync(url, verifyToken ?? "", http.RequestAborted)
        ? null
        : new Refusal(2200, Message: "(#2200) Callback verification failed with the following errors: the endpoint did not echo the challenge.", Http: 400);
}
