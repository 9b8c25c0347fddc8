using Kaiwa.Core.Jobs;
using Kaiwa.Core.Numbers;

namespace Kaiwa.Core.Dispatch;

/// <summary>Lets the portfolio limits roll: what is older than 24 hours counts no more.</summary>
internal sealed class SweepBudgets(PortfolioBudget budget, NumberDirectory numbers) : IRecurringJob
{
    public string Name => "sweep-budgets";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var portfolio in numbers.Numbers.Select(number => number.Waba.Portfolio).DistinctBy(portfolio => portfolio.Id).Where(portfolio => portfolio.CustomerLimit is not null))
        {
            await budget.SweepAsync(portfolio, ct);
        }
    }
}
