using System.Globalization;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Control;

/// <summary>Looks at phones and changes their settings.</summary>
internal sealed class PhoneDesk(Platform platform)
{
    // Walks the index from phone to phone instead of grouping every message.
    private const string ListSql =
        """
        WITH RECURSIVE step(phone) AS (
            SELECT min(phone) FROM message WHERE phone > $after
            UNION ALL SELECT (SELECT min(phone) FROM message WHERE phone > step.phone) FROM step WHERE step.phone IS NOT NULL LIMIT $limit)
        SELECT phone FROM step WHERE phone IS NOT NULL
        """;

    private const string RecentSql = "SELECT phone FROM (SELECT phone, seq FROM message WHERE inbound = 1 OR (happened & 6) <> 0 ORDER BY seq DESC LIMIT 2000) GROUP BY phone ORDER BY max(seq) DESC LIMIT $limit";

    public async Task<PhoneThread> ThreadAsync(ulong phone, int limit)
    {
        await platform.Writer.FlushAsync();
        return new PhoneThread
        {
            Phone = "+" + Phones.Digits(phone),
            UserId = UserId.Of(phone),
            Name = platform.Phones.NameOf(phone),
            Settings = HandsetSettings.Of(platform.Phones.Find(phone) ?? new Handset(phone)),
            Typing = platform.Inbound.IsTyping(phone),
            Messages = new ThreadReader(platform).Read(phone, limit),
        };
    }

    /// <summary>Phones in the order of their numbers, those without messages but with settings included.</summary>
    public async Task<List<ulong>> ListAsync(ulong after, int limit, bool recent)
    {
        await platform.Writer.FlushAsync();
        if (recent)
        {
            return platform.Database.Query(RecentSql, r => (ulong)r.GetInt64(0), ("$limit", limit));
        }

        var phones = platform.Database.Query(ListSql, r => (ulong)r.GetInt64(0), ("$after", (long)after), ("$limit", limit));
        var special = platform.Database.Query("SELECT phone FROM phone WHERE phone > $after ORDER BY phone LIMIT $limit", r => (ulong)r.GetInt64(0), ("$after", (long)after), ("$limit", limit));
        return [.. phones.Union(special).Order().Take(limit)];
    }

    public PhoneThreadMessage? Last(ulong phone) => new ThreadReader(platform).Read(phone, 1).FirstOrDefault();

    public async Task SetAsync(ulong phone, HandsetSettings settings)
    {
        var handset = platform.Phones.Special(phone);
        var wasOffline = handset.Offline;
        var before = platform.Meta.Numbers.Where(business => handset.Blocks(business.Key)).ToHashSet();
        settings.ApplyTo(handset);
        await platform.Writer.WriteAsync(c => SettingsStore.SavePhone(c, handset));
        foreach (var blocked in platform.Meta.Numbers.Where(business => handset.Blocks(business.Key) && !before.Contains(business)))
        {
            await platform.Quality.BlockedAsync(phone, blocked);
        }

        if (wasOffline && !handset.Offline)
        {
            platform.Courier.CameOnline(phone);
        }

        if (settings.OptedOut is { } stopped && platform.Meta.Numbers.FirstOrDefault() is { } number)
        {
            await TellPreferenceAsync(phone, number, stopped);
        }

        platform.Courier.Changed?.Invoke(phone);
    }

    /// <summary>The person stops one business's promotions; Meta tells it by a user_preferences webhook.</summary>
    public async Task StopMarketingAsync(ulong phone, BusinessNumber number)
    {
        var handset = platform.Phones.Special(phone);
        new HandsetSettings { OptedOutNumbers = [number.Id] }.ApplyTo(handset);
        await platform.Writer.WriteAsync(c => SettingsStore.SavePhone(c, handset));
        await TellPreferenceAsync(phone, number, stopped: true);
    }

    private Task TellPreferenceAsync(ulong phone, BusinessNumber number, bool stopped)
    {
        var hidden = platform.Phones.Find(phone) is { HidesNumber: true };
        var name = System.Text.Json.JsonEncodedText.Encode(platform.Phones.NameOf(phone));
        var waId = hidden ? "" : $"\"wa_id\":\"{Phones.Digits(phone)}\",";
        var seconds = (platform.Clock.NowMs / 1000).ToString(CultureInfo.InvariantCulture);
        var value = stopped ? "stop" : "resume";
        return platform.TellAsync(number.Account.Id, "user_preferences",
            $$"""{"messaging_product":"whatsapp","metadata":{"display_phone_number":"{{Phones.Digits(number.Digits)}}","phone_number_id":"{{number.Id}}"},"contacts":[{"profile":{"name":"{{name}}"},{{waId}}"user_id":"{{UserId.Of(phone)}}"}],"user_preferences":[{"category":"marketing_messages",{{waId}}"user_id":"{{UserId.Of(phone)}}","detail":"User requested to {{value}} marketing messages","value":"{{value}}","timestamp":{{seconds}}}]}""", withTime: false);
    }
}
