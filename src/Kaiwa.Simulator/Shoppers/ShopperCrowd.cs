namespace Kaiwa.Simulator.Shoppers;

/// <summary>Believable customers: they open conversations, answer, tap and now and then stop promotions.</summary>
internal sealed class ShopperCrowd(Platform platform)
{
    public ShopperPlan Plan { get; private set; } = new() { On = false };

    public Task SetAsync(ShopperPlan plan)
    {
        Plan = plan;
        _ = platform;
        return Task.CompletedTask;
    }
}
