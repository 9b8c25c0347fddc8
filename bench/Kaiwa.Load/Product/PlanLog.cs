using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Kaiwa.Load.Product;

/// <summary>The plans by which PostgreSQL answered a request, as its module auto_explain writes them into the server's log.</summary>
internal sealed partial class PlanLog(ShopDatabase database, string log)
{
    /// <summary>Before the server connects: a session has the module from its beginning or not at all.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await SetAsync(ct, "session_preload_libraries = 'auto_explain'");
        while (await database.CountAsync("SELECT count(*) FROM pg_settings WHERE name = 'session_preload_libraries' AND setting = 'auto_explain'", ct) == 0)
        {
            NpgsqlConnection.ClearAllPools(); // only a new session says what new sessions have
        }
    }

    /// <param name="call">Repeated until the server's sessions have heard of it.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task BeginAsync(Func<Task> call, CancellationToken ct)
    {
        await SetAsync(ct, "auto_explain.log_analyze = on", "auto_explain.log_timing = off", "auto_explain.log_buffers = on", "auto_explain.log_min_duration = 0");
        while ((await OfAsync(call, ct)).Count == 0)
        {
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What the call made the database do: for each of its statements that took part of a millisecond, the time and the plan.</summary>
    public async Task<IReadOnlyList<(double Ms, string Plan)>> OfAsync(Func<Task> call, CancellationToken ct)
    {
        var before = new FileInfo(log).Length;
        await call(); // a session writes its plan before it answers
        await using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(before, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return [.. Entry().Matches(await reader.ReadToEndAsync(ct))
            .Select(match => (Ms: double.Parse(match.Groups["ms"].Value, CultureInfo.InvariantCulture), Text: match.Groups["text"].Value))
            .Where(entry => !Asides().IsMatch(entry.Text))
            .Select(entry => (entry.Ms, Plan(entry.Text)))];
    }

    // The plan follows the statement's text; it begins with the first line that has costs.
    private static string Plan(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimStart('\t').TrimEnd()).ToList();
        return string.Join('\n', lines.Skip(lines.FindIndex(line => line.Contains("(cost=", StringComparison.Ordinal))).Select(line => Costs().Replace(line, "")));
    }

    private async Task SetAsync(CancellationToken ct, params string[] settings)
    {
        await using var connection = await database.OpenAsync(ct);
        foreach (var sql in (string[])["LOAD 'auto_explain'", .. settings.Select(setting => "ALTER SYSTEM SET " + setting), "SELECT pg_reload_conf()"])
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(ct);
        }

    }

    [GeneratedRegex(@"duration: (?<ms>[\d.]+) ms  plan:\n(?<text>(\t.*\n)+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Entry();

    [GeneratedRegex(@" \(cost=[^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Costs();

    // What every request asks first, and what the background does meanwhile.
    [GeneratedRegex(@"\b(FROM|UPDATE|INTO) (api_key|app_session|app_user|member|job|node|effect|reaction_cursor|delivery_part|search_cursor|contact_word_cursor|contact_renamed|scheduled_reply|satisfaction_request|auto_assignment|recurring_job)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Asides();
}
