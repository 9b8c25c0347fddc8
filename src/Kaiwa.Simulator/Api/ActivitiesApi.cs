using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>What was done to an account over the API: /{waba}/activities, newest first.</summary>
internal sealed class ActivitiesApi(Platform platform)
{
    private const string Kind = "activity";
    private static readonly HashSet<string> Usual = ["activity_type", "timestamp", "actor_type"];

    public static Task NoteAsync(Platform platform, BusinessAccount account, string type, string description, JsonObject details) =>
        platform.Documents.SaveAsync(Kind, account.Id, platform.Documents.NewId(), new JsonObject { ["type"] = type, ["at"] = platform.Clock.NowMs, ["description"] = description, ["details"] = details });

    public static Task NoteAsync(Platform platform, BusinessAccount account, string type, SimulatedTemplate template) =>
        NoteAsync(platform, account, type, $"Message template '{template.Seed.Name}': {type}", new JsonObject
        {
            ["template_name"] = template.Seed.Name,
            ["template_language"] = template.Seed.Language,
            ["template_category"] = template.Seed.Category,
        });

    public bool List(HttpContext http, BusinessAccount account)
    {
        if (Paging.WrongLimit(http) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var query = http.Request.Query;
        var types = query["activity_type"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (since, until) = (TimeOf(query["since"].ToString()) ?? long.MinValue, TimeOf(query["until"].ToString()) ?? long.MaxValue);
        var activities = platform.Documents.Of(Kind, account.Id).Reverse().Select(document => (document.Id, Json: document.Read()))
            .Where(activity => (long)activity.Json["at"]! is var at && at > since && at < until && (types.Length == 0 || types.Contains((string)activity.Json["type"]!, StringComparer.Ordinal))).ToList();
        var fields = GraphJson.Fields(http) ?? Usual;
        return GraphJson.Page(http, activities, PublicUrl.Origin(http, platform.Options), (json, activity) => Shown(activity.Id, activity.Json, fields).WriteTo(json));
    }

    private JsonObject Shown(string id, JsonObject activity, HashSet<string> fields)
    {
        var all = new JsonObject
        {
            ["id"] = id,
            ["activity_type"] = (string)activity["type"]!,
            ["timestamp"] = Instant((long)activity["at"]!),
            ["actor_type"] = "API",
            ["actor_id"] = platform.Options.AppId,
            ["actor_name"] = "Kaiwa simulator",
            ["description"] = (string)activity["description"]!,
            ["details"] = activity["details"]!.DeepClone(),
        };
        foreach (var name in all.Select(member => member.Key).Where(name => name != "id" && !fields.Contains(name)).ToList())
        {
            all.Remove(name);
        }

        return all;
    }

    public static string Instant(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static long? TimeOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds * 1000
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds() : null;
}
