using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>How people take what a business sends: who of those reached in the last seven days blocked it afterwards. Meta's own measures are not public.</summary>
internal sealed class QualityScore(Platform platform)
{
    public const string Green = "GREEN";
    public const string Yellow = "YELLOW";
    public const string Red = "RED";
    public const long SpanMs = 7 * 24 * 60 * 60 * 1000L;

    private const string Kind = "complaint";

    private const string LastSql =
        "SELECT template FROM message WHERE phone = $phone AND number = $number AND inbound = 0 AND (happened & 6) <> 0 AND at > $from ORDER BY seq DESC LIMIT 1";

    private const string ReachedSql =
        "SELECT count(DISTINCT phone) FROM message WHERE inbound = 0 AND number = $number AND at > $from AND (happened & 6) <> 0 AND ($template = 0 OR template = $template)";

    /// <summary>Notes a block; the key of the template it is about (0 for another message), or null when the business had not written lately.</summary>
    public async Task<long?> NoteBlockAsync(ulong phone, BusinessNumber number)
    {
        await platform.Writer.FlushAsync();
        var now = platform.Clock.NowMs;
        var last = platform.Database.Query(LastSql, r => r.GetInt64(0), ("$phone", (long)phone), ("$number", number.Key), ("$from", now - SpanMs));
        if (last.Count == 0)
        {
            return null;
        }

        await platform.Documents.SaveAsync(Kind, number.Id, $"{number.Id}:{Phones.Digits(phone)}", new JsonObject { ["at"] = now, ["template"] = last[0] });
        return last[0];
    }

    /// <summary>The score of a number, or of one template (its key) that it sends.</summary>
    public string Of(BusinessNumber number, long template = 0)
    {
        var from = platform.Clock.NowMs - SpanMs;
        var blocks = platform.Documents.Of(Kind, number.Id).Select(document => document.Read()).Count(block => (long)block["at"]! > from && (template == 0 || (long)block["template"]! == template));
        var reached = blocks < 2 ? 0 : platform.Database.Query(ReachedSql, r => r.GetInt64(0), ("$number", number.Key), ("$from", from), ("$template", template))[0];
        return blocks >= 3 && blocks * 10 >= reached ? Red : blocks >= 2 && blocks * 25 >= reached ? Yellow : Green;
    }

    public async Task ForgetAsync()
    {
        foreach (var document in platform.Documents.All(Kind))
        {
            await platform.Documents.RemoveAsync(Kind, document.Id);
        }
    }
}
