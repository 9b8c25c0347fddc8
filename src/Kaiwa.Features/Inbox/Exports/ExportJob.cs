using System.Globalization;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>What is exported, for whom, and in which time.</summary>
internal sealed record ExportJob(Id<Workspace> Workspace, ConversationRecord Conversation, string Shop, TimeZoneInfo Zone, DateTimeOffset At, ExportWish Wish)
{
    /// <summary>With the number where the name is the shop's: nobody speaks for the shop by a name that they chose.</summary>
    public string Customer => Named.Equals(Shop.Trim(), StringComparison.OrdinalIgnoreCase) ? $"{Named} (+{Conversation.Phone ?? Conversation.Username})" : Named;

    private string Named { get; } = ExportNames.OneLine(Conversation.Customer);

    public DateTimeOffset From => Wish.From is { } day ? Midnight(day) : DateTimeOffset.UnixEpoch;

    /// <summary>The end, which does not belong to it.</summary>
    public DateTimeOffset Until => Wish.To is { } day && day < DateOnly.MaxValue ? Midnight(day.AddDays(1)) : DateTimeOffset.MaxValue;

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    public string Minute(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public string Say(string key, params object[] arguments) => ExportWords.Of(key, Wish.Language, arguments);

    /// <summary>The days that were asked for, in words.</summary>
    public string Period => (Wish.From, Wish.To) switch
    {
        (null, null) => Say("period.all"),
        ({ } from, null) => Say("period.from", Day(from)),
        (null, { } to) => Say("period.to", Day(to)),
        ({ } from, { } to) => Say("period.between", Day(from), Day(to)),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return day == DateOnly.MinValue ? DateTimeOffset.UnixEpoch : new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }
}
