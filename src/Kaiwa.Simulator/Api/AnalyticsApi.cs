using System.Globalization;
using System.Text.Json;
using Kaiwa.Simulator.Truth;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>What an account's messages came to, out of the ledger: the fields analytics, conversation_analytics and pricing_analytics, and the edge template_analytics.</summary>
internal sealed class AnalyticsApi(Platform platform)
{
    private const int MostTemplates = 10;

    public static bool IsField(string name) => name is "analytics" or "conversation_analytics" or "pricing_analytics";

    /// <summary>Why a field cannot be read, or null.</summary>
    public static Refusal? Wrong(GraphField field) =>
        field.Number("start") is null || field.Number("end") is null ? Refusal.Parameter($"{field.Name} needs start and end, in seconds.")
        : StepOf(field) is null ? Refusal.Parameter($"{field.Name} needs a granularity: HALF_HOUR, DAY or DAILY, MONTH or MONTHLY.")
        : null;

    public void Write(Utf8JsonWriter json, BusinessAccount account, GraphField field)
    {
        json.WriteStartObject(field.Name);
        if (field.Name == "analytics")
        {
            WriteMessages(json, account, field);
        }
        else
        {
            json.WriteStartArray("data");
            if (field.Name == "pricing_analytics")
            {
                json.WriteStartObject();
                WritePricing(json, account, field);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public async Task<bool> TemplatesAsync(HttpContext http, BusinessAccount account)
    {
        var given = await Parameters.ReadAsync(http);
        if (platform.Documents.Find("insights", account.Id) is null)
        {
            return GraphJson.Refuse(http, new Refusal(200005, Message: "(#200005) Template Insights is not available yet: confirm it with POST /{waba}?is_enabled_for_insights=true.", Http: 400));
        }

        if (given.Number("start") is not { } start || given.Number("end") is not { } end || given.Array("template_ids") is not { Count: > 0 and <= MostTemplates } ids)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"template_analytics needs start, end and 1 to {MostTemplates} template_ids."));
        }

        await platform.Writer.FlushAsync();
        var wanted = ids.Select(Parameters.TextOf).ToHashSet();
        var rows = platform.Ledger.Traffic(account, start, end).Where(row => wanted.Contains(row.Template.ToString(CultureInfo.InvariantCulture)));
        return GraphJson.Write(http, json =>
        {
            json.WriteStartArray("data");
            json.WriteStartObject();
            json.WriteString("granularity", "DAILY");
            json.WriteString("product_type", "cloud_api");
            json.WriteStartArray("data_points");
            foreach (var point in rows.GroupBy(row => (row.Template, Start: Day(row.At))).OrderBy(point => point.Key))
            {
                json.WriteStartObject();
                json.WriteString("template_id", point.Key.Template.ToString(CultureInfo.InvariantCulture));
                json.WriteNumber("start", point.Key.Start);
                json.WriteNumber("end", point.Key.Start + 86_400);
                json.WriteNumber("sent", point.Count(row => row.Sent));
                json.WriteNumber("delivered", point.Count(row => row.Delivered));
                json.WriteNumber("read", point.Count(row => row.Read));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    private void WriteMessages(Utf8JsonWriter json, BusinessAccount account, GraphField field)
    {
        json.WriteStartArray("phone_numbers");
        foreach (var number in account.Numbers)
        {
            json.WriteStringValue(Phones.Digits(number.Digits));
        }

        json.WriteEndArray();
        json.WriteString("granularity", field.Text("granularity"));
        json.WriteStartArray("data_points");
        foreach (var point in Points(account, field))
        {
            json.WriteStartObject();
            json.WriteNumber("start", point.Key.Start);
            json.WriteNumber("end", point.Key.End);
            json.WriteNumber("sent", point.Count(row => row.Sent));
            json.WriteNumber("delivered", point.Count(row => row.Delivered));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>How many delivered messages of which category; what they cost is not told.</summary>
    private void WritePricing(Utf8JsonWriter json, BusinessAccount account, GraphField field)
    {
        json.WriteStartArray("data_points");
        foreach (var point in Points(account, field))
        {
            foreach (var kind in point.Where(row => row.Delivered).GroupBy(row => (row.Category, row.Price)).OrderBy(kind => kind.Key))
            {
                json.WriteStartObject();
                json.WriteNumber("start", point.Key.Start);
                json.WriteNumber("end", point.Key.End);
                json.WriteString("pricing_type", Rules.Billing.NameOf(kind.Key.Price).ToUpperInvariant());
                json.WriteString("pricing_category", kind.Key.Category.ToString().ToUpperInvariant());
                json.WriteNumber("volume", kind.Count());
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private IEnumerable<IGrouping<(long Start, long End), Traffic>> Points(BusinessAccount account, GraphField field)
    {
        var step = StepOf(field) ?? Day;
        return platform.Ledger.Traffic(account, field.Number("start") ?? 0, field.Number("end") ?? 0)
            .GroupBy(row => (step(row.At), EndOf(field, step(row.At))))
            .OrderBy(point => point.Key);
    }

    private static Func<long, long>? StepOf(GraphField field) => field.Text("granularity") switch
    {
        "HALF_HOUR" => at => at - (at % 1800),
        "DAY" or "DAILY" => Day,
        "MONTH" or "MONTHLY" => Month,
        _ => null,
    };

    private static long EndOf(GraphField field, long start) => field.Text("granularity") switch
    {
        "HALF_HOUR" => start + 1800,
        "MONTH" or "MONTHLY" => DateTimeOffset.FromUnixTimeSeconds(start).AddMonths(1).ToUnixTimeSeconds(),
        _ => start + 86_400,
    };

    private static long Day(long at) => at - (at % 86_400);

    private static long Month(long at)
    {
        var day = DateTimeOffset.FromUnixTimeSeconds(at);
        return new DateTimeOffset(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    }
}
