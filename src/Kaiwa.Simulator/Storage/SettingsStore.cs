using System.Globalization;
using System.Text.Json;
using Kaiwa.Simulator.World;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Simulator.Storage;

/// <summary>The small things that must outlive the process: salt, clock, phones' settings, templates made over the API, refusal counts.</summary>
internal sealed class SettingsStore(SimulatorDatabase database)
{
    public ulong Salt()
    {
        var known = Read("salt");
        if (known is not null)
        {
            return ulong.Parse(known, CultureInfo.InvariantCulture);
        }

        var salt = unchecked((ulong)Random.Shared.NextInt64());
        using var connection = database.Open();
        Save(connection, "salt", salt.ToString(CultureInfo.InvariantCulture));
        return salt;
    }

    public TimeSpan ClockOffset() =>
        Read("clock") is { } ticks ? TimeSpan.FromTicks(long.Parse(ticks, CultureInfo.InvariantCulture)) : TimeSpan.Zero;

    public string? Read(string name) =>
        database.Query("SELECT value FROM setting WHERE name = $name", r => r.GetString(0), ("$name", name)).FirstOrDefault();

    public static void Save(SqliteConnection connection, string name, string value) =>
        SimulatorDatabase.Execute(connection, "INSERT INTO setting (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", ("$name", name), ("$value", value));

    public List<(int Code, long Count)> Refusals() =>
        database.Query("SELECT code, count FROM refusal", r => (r.GetInt32(0), r.GetInt64(1)));

    public static void SaveRefusals(SqliteConnection connection, IEnumerable<KeyValuePair<int, long>> counts)
    {
        foreach (var (code, count) in counts)
        {
            SimulatorDatabase.Execute(connection, "INSERT INTO refusal (code, count) VALUES ($code, $count) ON CONFLICT (code) DO UPDATE SET count = excluded.count", ("$code", code), ("$count", count));
        }
    }

    public void LoadPhones(Phones phones)
    {
        foreach (var (number, json) in database.Query("SELECT phone, settings FROM phone", r => ((ulong)r.GetInt64(0), r.GetString(1))))
        {
            var saved = JsonSerializer.Deserialize(json, HandsetJson.Default.HandsetSettings) ?? new HandsetSettings();
            saved.ApplyTo(phones.Special(number));
        }
    }

    public static void SavePhone(SqliteConnection connection, Handset handset) =>
        SimulatorDatabase.Execute(connection, "INSERT INTO phone (phone, settings) VALUES ($phone, $settings) ON CONFLICT (phone) DO UPDATE SET settings = excluded.settings",
            ("$phone", (long)handset.Phone), ("$settings", JsonSerializer.Serialize(HandsetSettings.Of(handset), HandsetJson.Default.HandsetSettings)));

    public void LoadTemplates(SimulatedMeta meta)
    {
        var rows = database.Query("SELECT id, account, name, language, category, components, status, format FROM template",
            r => (Account: r.GetString(1), Seed: new SeedTemplate(r.GetString(0), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7))));
        foreach (var (account, seed) in rows)
        {
            if (seed.Status == "DELETED")
            {
                meta.Account(account)?.Templates.Remove(seed.Id);
            }
            else
            {
                meta.Account(account)?.Templates.Put(new SimulatedTemplate(seed));
            }
        }
    }

    public static void SaveTemplate(SqliteConnection connection, string account, SimulatedTemplate template, string status)
    {
        var seed = template.Seed;
        SimulatorDatabase.Execute(connection,
            "INSERT INTO template (id, account, name, language, category, components, status, format) VALUES ($id, $account, $name, $language, $category, $components, $status, $format) ON CONFLICT (id) DO UPDATE SET account = excluded.account, name = excluded.name, language = excluded.language, format = excluded.format, status = excluded.status, components = excluded.components, category = excluded.category",
            ("$id", seed.Id), ("$account", account), ("$name", seed.Name), ("$language", seed.Language), ("$category", seed.Category), ("$components", seed.Components), ("$status", status), ("$format", seed.ParameterFormat));
    }
}
