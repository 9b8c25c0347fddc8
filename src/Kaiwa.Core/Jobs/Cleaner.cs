using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core.Jobs;

/// <summary>How long records are kept. Section <c>Kaiwa:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days that the exchange log is kept.</summary>
    public int ExchangeDays { get; set; } = 14;

    /// <summary>Days that Meta's deliveries are kept.</summary>
    public int DeliveryDays { get; set; } = 90;
}

/// <summary>Deletes what is past its time, a little at a time.</summary>
internal sealed class Cleaner(Database database, TimeProvider time, IOptions<RetentionOptions> options) : IRecurringJob
{
    private const int Most = 2000;

    private const string DeleteExchanges = "DELETE FROM exchange WHERE seq IN (SELECT seq FROM exchange WHERE at < @before ORDER BY seq LIMIT @most) -- all workspaces: retention is the operator's";
    private const string DeleteDeliveries = "DELETE FROM delivery_part WHERE seq IN (SELECT seq FROM delivery_part WHERE received_at < @before ORDER BY seq LIMIT @most) -- all workspaces: retention is the operator's";
    private const string DeleteKeys = "DELETE FROM idempotency WHERE created_at < @before -- all workspaces: keys are kept for 24 hours";

    public string Name => "cleaner";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await DeleteAsync(DeleteExchanges, now - TimeSpan.FromDays(options.Value.ExchangeDays), ct);
        await DeleteAsync(DeleteDeliveries, now - TimeSpan.FromDays(options.Value.DeliveryDays), ct);
        await database.InTransactionAsync(unit => unit.ExecuteAsync(DeleteKeys, new { before = now - TimeSpan.FromHours(24) }), WritePriority.Bulk, ct);
    }

    private async Task DeleteAsync(string sql, DateTimeOffset before, CancellationToken ct)
    {
        while (await database.InTransactionAsync(unit => unit.ExecuteAsync(sql, new { before, most = Most }), WritePriority.Bulk, ct) == Most)
        {
            await Task.Yield();
        }
    }
}
