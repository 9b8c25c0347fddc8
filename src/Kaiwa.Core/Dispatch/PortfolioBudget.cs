using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>
/// Unique customers written to outside their window in the rolling 24 hours, shared by all numbers of a portfolio. The truth is rows unique on
/// (portfolio, identity) and a counter that a batch can only raise while it stays within the limit. A share is kept back for utility and authentication.
/// </summary>
internal sealed class PortfolioBudget(Database database, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private const string SelectUsed = "SELECT used FROM portfolio WHERE id = @portfolio -- all workspaces: a portfolio may serve several";
    private const string RaiseUsed = """
        UPDATE portfolio SET used = used + @fresh WHERE id = @portfolio AND used + @fresh <= customer_limit -- all workspaces: a portfolio may serve several
        """;

    private const string UpsertUse = """
        INSERT INTO budget_use (portfolio_id, identity_id, last_at) SELECT v.portfolio_id, v.identity_id, v.last_at FROM {rows} WHERE TRUE
        ON CONFLICT (portfolio_id, identity_id) DO UPDATE SET last_at = excluded.last_at -- all workspaces: a portfolio may serve several
        """;

    private const string LockPortfolio = "UPDATE portfolio SET used = used WHERE id = @portfolio -- all workspaces: a portfolio may serve several";
    private const string DeleteOld = "DELETE FROM budget_use WHERE portfolio_id = @portfolio AND last_at <= @cutoff -- all workspaces: a portfolio may serve several";
    private const string Recount = """
        UPDATE portfolio SET used = (SELECT count(*) FROM budget_use WHERE portfolio_id = @portfolio) WHERE id = @portfolio -- all workspaces: a portfolio may serve several
        """;

    public async Task<Allowance> ReadAsync(UnitOfWork unit, Portfolio portfolio)
    {
        if (portfolio.CustomerLimit is not { } limit)
        {
            return new Allowance(null, 0, 0);
        }

        var used = await unit.FirstAsync<long>(SelectUsed, new { portfolio = portfolio.Id });
        return new Allowance(limit, limit - used, (limit * (100 - portfolio.UtilityShare) / 100) - used);
    }

    /// <summary>Counts the batch in the transaction that marks it as sending. False: another lane was quicker and the limit is reached.</summary>
    public async Task<bool> CountAsync(UnitOfWork unit, Portfolio portfolio, IReadOnlyList<JobFacts> jobs, long now)
    {
        if (portfolio.CustomerLimit is null)
        {
            return true;
        }

        var counted = jobs.Where(job => !job.WindowIsOpen(now)).ToList();
        var fresh = counted.Count(job => !IsCounted(job, now));
        if (fresh > 0 && await unit.ExecuteAsync(RaiseUsed, new { portfolio = portfolio.Id, fresh }) == 0)
        {
            return false;
        }

        await unit.BulkAsync(
            UpsertUse,
            new Bulk<JobFacts>(counted.OrderBy(job => job.Identity).ToList()).Id("portfolio_id", _ => portfolio.Id).Id("identity_id", job => job.Identity).Long("last_at", _ => now));
        return true;
    }

    /// <summary>Forgets what is older than 24 hours and sets the counter right.</summary>
    public Task SweepAsync(Portfolio portfolio, CancellationToken ct) => database.InTransactionAsync(
        async unit =>
        {
            var args = new { portfolio = portfolio.Id, cutoff = time.GetUtcNow() - Window };
            await unit.ExecuteAsync(LockPortfolio, args);
            await unit.ExecuteAsync(DeleteOld, args);
            await unit.ExecuteAsync(Recount, args);
        },
        WritePriority.Bulk,
        ct);

    private static bool IsCounted(JobFacts job, long now) => job.CountedAt + (long)Window.TotalMilliseconds > now;

    /// <summary>What is left for one batch.</summary>
    internal sealed class Allowance(long? limit, long left, long leftForMarketing)
    {
        private long leftNow = left;
        private long leftForMarketingNow = leftForMarketing;

        public long Limit => limit ?? 0;

        public bool Take(JobFacts job, long now)
        {
            if (limit is null || job.WindowIsOpen(now) || IsCounted(job, now))
            {
                return true;
            }

            if ((job.Category == Category.Marketing ? leftForMarketingNow : leftNow) <= 0)
            {
                return false;
            }

            leftNow--;
            leftForMarketingNow--;
            return true;
        }
    }
}
