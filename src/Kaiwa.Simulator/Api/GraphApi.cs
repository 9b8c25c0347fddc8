using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kaiwa.Simulator.Flows;
using Kaiwa.Simulator.Groups;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>
/// The Graph API: <c>/{version?}/{id}/{edge?}</c>. One namespace of ids serves all nodes, so one function routes on the kind of the id.
/// It runs before routing: nothing is looked up, bound or allocated that a send does not need.
/// </summary>
internal sealed class GraphApi(Platform platform)
{
    private readonly MessagesApi messages = new(platform);
    private readonly MediaApi media = new(platform);
    private readonly TemplatesApi templates = new(platform);
    private readonly NumberEdges numbers = new(platform);
    private readonly UploadsApi uploads = new(platform);
    private readonly CataloguesApi catalogues = new(platform);
    private readonly FlowsApi flows = new(platform);
    private readonly GroupsApi groups = new(platform);
    private readonly HistoryApi history = new(platform);
    private readonly byte[] token = Encoding.UTF8.GetBytes(platform.Options.AccessToken);
    private readonly string bearer = "Bearer " + platform.Options.AccessToken;

    /// <summary>Whether a path, its prefix removed, looks like Graph's: an optional version, then a node of digits, an upload or a group.</summary>
    public static bool Owns(ReadOnlySpan<char> path) =>
        TrySplit(path, out _, out _) || path.StartsWith("/whatsapp_business/attachments", StringComparison.Ordinal);

    public Task HandleAsync(HttpContext http, string path, string prefix)
    {
        if (path.StartsWith("/whatsapp_business/attachments", StringComparison.Ordinal))
        {
            return Authorized(http) ? media.DownloadAsync(http) : Deny(http);
        }

        if (!TrySplit(path, out var node, out var edge))
        {
            return Refuse(http, Refusal.UnknownObject(path.Trim('/'), Verb(http)));
        }

        if (!Authorized(http))
        {
            return Deny(http);
        }

        if (edge is "messages" or "marketing_messages" && HttpMethods.IsPost(http.Request.Method) && platform.Meta.Number(Key(node)) is { } number)
        {
            return messages.HandleAsync(http, number, isMarketing: edge is "marketing_messages");
        }

        return RouteAsync(http, node.ToString(), edge.ToString(), prefix);
    }

    private async Task RouteAsync(HttpContext http, string node, string edge, string prefix)
    {
        bool known;
        try
        {
            known = platform.Meta.Number(node) is { } number ? await numbers.HandleNumberAsync(http, number, edge, media)
                : platform.Meta.Account(node) is { } account ? await AccountAsync(http, account, edge)
                : platform.Meta.Template(node) is { } found ? await templates.HandleTemplateAsync(http, found.Account, found.Template, edge)
                : platform.Meta.Portfolio(node) is { } portfolio ? edge == "owned_product_catalogs" && await catalogues.PortfolioAsync(http, portfolio)
                : node == platform.Options.AppId ? await numbers.HandleAppAsync(http, edge)
                : node.StartsWith(GroupStore.Prefix, StringComparison.Ordinal) ? await groups.HandleAsync(http, node, edge)
                : node.StartsWith(UploadsApi.Prefix, StringComparison.Ordinal) ? edge.Length == 0 && await uploads.HandleAsync(http, node)
                : await flows.HandleAsync(http, node, edge, prefix) || await catalogues.HandleAsync(http, node, edge) || await history.HandleAsync(http, node, edge) || edge.Length == 0 && await media.HandleAsync(http, node, prefix);
        }
        catch (JsonException)
        {
            ErrorWriter.Write(http, Refusal.BadJson());
            return;
        }
        catch (Exception wrong) when (wrong is InvalidDataException || (wrong is IOException and not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested))
        {
            ErrorWriter.Write(http, Refusal.Parameter("The form of the request cannot be read."));
            return;
        }

        if (!known)
        {
            ErrorWriter.Write(http, Refusal.UnknownObject(node, Verb(http)));
        }
    }

    private Task<bool> AccountAsync(HttpContext http, BusinessAccount account, string edge) =>
        edge == "message_templates" ? templates.HandleAsync(http, account) : edge == "product_catalogs" ? catalogues.AccountAsync(http, account)
        : edge == "flows" ? flows.AccountAsync(http, account) : numbers.HandleAccountAsync(http, account, edge);

    private bool Authorized(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count == 1 && string.Equals(header[0], bearer, StringComparison.Ordinal))
        {
            return true;
        }

        var given = header.Count == 1 && header[0] is { } text && text.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? text[6..]
            : http.Request.Query["access_token"].ToString();
        return given.Length > 0 && (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), token)
            || given == platform.Options.AppId + "|" + platform.Options.AppSecret);
    }

    private static Task Deny(HttpContext http) =>
        Refuse(http, http.Request.Headers.Authorization.Count == 0 && !http.Request.Query.ContainsKey("access_token") ? Refusal.NoToken() : Refusal.BadToken());

    private static Task Refuse(HttpContext http, Refusal refusal)
    {
        ErrorWriter.Write(http, refusal);
        return Task.CompletedTask;
    }

    private static string Verb(HttpContext http) => http.Request.Method.ToLowerInvariant();

    private static long Key(ReadOnlySpan<char> node) => long.TryParse(node, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;

    private static bool TrySplit(ReadOnlySpan<char> path, out ReadOnlySpan<char> node, out ReadOnlySpan<char> edge)
    {
        node = default;
        edge = default;
        path = path.Trim('/');
        if (path.Length > 2 && path[0] == 'v' && char.IsAsciiDigit(path[1]))
        {
            var slash = path.IndexOf('/');
            if (slash < 0)
            {
                return false;
            }

            foreach (var c in path[1..slash])
            {
                if (!char.IsAsciiDigit(c) && c != '.')
                {
                    return false;
                }
            }

            path = path[(slash + 1)..];
        }

        var end = path.IndexOf('/');
        node = end < 0 ? path : path[..end];
        edge = end < 0 ? default : path[(end + 1)..];
        return !node.IsEmpty && (node.IndexOfAnyExceptInRange('0', '9') < 0 || node.StartsWith(UploadsApi.Prefix, StringComparison.Ordinal) || node.StartsWith(GroupStore.Prefix, StringComparison.Ordinal));
    }
}
