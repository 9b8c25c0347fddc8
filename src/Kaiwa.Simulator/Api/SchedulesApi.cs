using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>The schedules of an account, kept and listed: /{waba}/schedules. Nothing here acts on them.</summary>
internal sealed class SchedulesApi(Platform platform)
{
    private const string Kind = "schedule";
    private static readonly string[] Types = ["BUSINESS_HOURS", "AUTOMATED_RESPONSE", "MESSAGE_CAMPAIGN", "MAINTENANCE_WINDOW", "CUSTOM"];
    private static readonly string[] Days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    private static readonly string[] Frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

    public async Task<bool> CreateAsync(HttpContext http, BusinessAccount account)
    {
        var given = await Parameters.ReadAsync(http);
        if (Wrong(given) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var id = platform.Documents.NewId();
        var now = ActivitiesApi.Instant(platform.Clock.NowMs);
        var isActive = given.Truth("is_active") ?? true;
        var schedule = new JsonObject { ["name"] = given.Text("name"), ["status"] = isActive ? "ACTIVE" : "INACTIVE", ["schedule_type"] = given.Text("schedule_type") };
        foreach (var name in (string[])["description", "start_time", "end_time", "days_of_week", "recurrence_pattern"])
        {
            if (given.All[name] is { } value)
            {
                schedule[name] = value.DeepClone();
            }
        }

        schedule["timezone"] = given.Text("timezone") ?? "UTC";
        schedule["created_time"] = now;
        schedule["updated_time"] = now;
        schedule["is_active"] = isActive;
        await platform.Documents.SaveAsync(Kind, account.Id, id, schedule);
        return GraphJson.Write(http, new JsonObject { ["id"] = id });
    }

    public bool List(HttpContext http, BusinessAccount account)
    {
        if (Paging.WrongLimit(http) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var schedules = platform.Documents.Of(Kind, account.Id).Select(document => (document.Id, Json: document.Read())).ToList();
        if (http.Request.Query["filtering"].ToString() is { Length: > 0 } filtering)
        {
            var filters = JsonNode.Parse(filtering)?.AsArray().OfType<JsonObject>().ToList() ?? [];
            if (filters.Any(filter => Parameters.TextOf(filter["field"]) is not ("status" or "schedule_type" or "is_active") || Parameters.TextOf(filter["operator"]) != "EQUAL"))
            {
                return GraphJson.Refuse(http, Refusal.Parameter("Param filtering takes {status, schedule_type, is_active} with the operator EQUAL."));
            }

            schedules = [.. schedules.Where(schedule => filters.All(filter => Parameters.TextOf(schedule.Json[Parameters.TextOf(filter["field"])!]) == Parameters.TextOf(filter["value"])))];
        }

        if (http.Request.Query["sort"].ToString().EndsWith(".desc", StringComparison.Ordinal))
        {
            schedules.Reverse();
        }

        var fields = GraphJson.Fields(http);
        return GraphJson.Page(http, schedules, PublicUrl.Origin(http, platform.Options), (json, schedule) =>
        {
            foreach (var name in schedule.Json.Select(member => member.Key).Where(name => fields?.Contains(name) == false).ToList())
            {
                schedule.Json.Remove(name);
            }

            schedule.Json.Insert(0, "id", schedule.Id);
            schedule.Json.WriteTo(json);
        });
    }

    private static Refusal? Wrong(Parameters given)
    {
        foreach (var name in (string[])["name", "schedule_type", "start_time", "end_time"])
        {
            if (given.Text(name) is not { Length: > 0 })
            {
                return Refusal.Required(name);
            }
        }

        var type = given.Text("schedule_type");
        return given.Text("name")!.Length > 100 || given.Text("description")?.Length > 500 ? Refusal.Parameter("Param name must be at most 100 and description at most 500 characters long.")
            : !Types.Contains(type, StringComparer.Ordinal) ? Refusal.Parameter($"Param schedule_type must be one of {{{string.Join(", ", Types)}}}.")
            : !TryTime(given.Text("start_time"), out var start) || !TryTime(given.Text("end_time"), out var end) ? Refusal.Parameter("Params start_time and end_time must be times in HH:MM format.")
            : start >= end && type != "AUTOMATED_RESPONSE" ? Refusal.Parameter("Invalid parameter: start_time must be before end_time")
            : given.Text("timezone") is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? Refusal.Parameter("Param timezone must be an IANA timezone identifier.")
            : given.Has("days_of_week") && !(given.Array("days_of_week")?.All(day => Days.Contains(Parameters.TextOf(day), StringComparer.Ordinal)) ?? false) ? Refusal.Parameter($"Param days_of_week must be a list of {{{string.Join(", ", Days)}}}.")
            : given.Object("recurrence_pattern") is { } pattern && !Frequencies.Contains(Parameters.TextOf(pattern["frequency"]), StringComparer.Ordinal) ? Refusal.Parameter($"Param recurrence_pattern['frequency'] must be one of {{{string.Join(", ", Frequencies)}}}.")
            : null;
    }

    private static bool TryTime(string? text, out TimeOnly time) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
