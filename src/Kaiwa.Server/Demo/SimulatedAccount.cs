using System.Text.Json;
using Kaiwa.Simulator;

namespace Kaiwa.Server.Demo;

/// <summary>The simulated Meta that the demo shop is connected to: its addresses, its secrets, and what exists there.</summary>
internal sealed record SimulatedAccount(Uri Graph, string ControlUrl, SimulatorOptions Options, bool IsOpen, bool IsMounted)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public SeedPortfolio Portfolio => Options.Seed.Portfolios[0];

    public SeedBusinessAccount Waba => Portfolio.BusinessAccounts[0];

    public SeedNumber Number => Waba.Numbers[0];

    /// <summary>The one inside this server.</summary>
    public static SimulatedAccount Mounted(string origin) =>
        new(new Uri(origin + DemoShop.GraphPrefix), origin + DemoShop.ControlPrefix, new SimulatorOptions(), IsOpen: false, IsMounted: true);

    /// <summary>One in a process of its own, made from the same seed.</summary>
    public static async Task<SimulatedAccount> OfAsync(Uri simulator, CancellationToken ct)
    {
        var origin = simulator.GetLeftPart(UriPartial.Authority);
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var numbers = JsonDocument.Parse(await http.GetStringAsync(origin + "/simulator/numbers", ct));
            var options = new SimulatorOptions();
            var expected = options.Seed.Portfolios[0].BusinessAccounts[0].Numbers[0].Id;
            var number = numbers.RootElement.EnumerateArray().FirstOrDefault(one => string.Equals(one.GetProperty("phoneNumberId").GetString(), expected, StringComparison.Ordinal));
            return number.ValueKind == JsonValueKind.Object
                ? new SimulatedAccount(new Uri(origin), origin + DemoShop.ControlPrefix, options, number.TryGetProperty("open", out var open) && open.ValueKind == JsonValueKind.True, IsMounted: false)
                : throw new CommandException($"The simulator at {origin} has no number {expected}: it is of another version. Start the one that came with this kaiwa.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            throw new CommandException($"There is no simulator at {origin}: {e.Message} Start one with `kaiwa simulate --urls {origin}`.");
        }
    }
}
