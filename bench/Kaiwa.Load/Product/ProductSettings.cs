using System.Globalization;

namespace Kaiwa.Load.Product;

/// <summary>Every name of the product that the benchmarks rely on beside its HTTP: switches, settings and crash points, in one place.</summary>
internal static class ProductSettings
{
    public const string CrashAt = "KAIWA_CRASH_AT";

    private const string NumberPace = "Kaiwa__DemoShop__MessagesPerSecond";

    public static readonly string[] ListCrashPoints = ["serve", "--crash-points"];

    /// <summary>The program to measure: KAIWA_EXE, else the one built beside us in the same configuration.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("KAIWA_EXE")
        ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Kaiwa.Server", new DirectoryInfo(AppContext.BaseDirectory).Name, "kaiwa"));

    public static Dictionary<string, string> None => new(StringComparer.Ordinal);

    /// <summary>Statuses follow an accepted send at once: what is measured then is Kaiwa, not the phones.</summary>
    public static string[] Prompt => ["--prompt"];

    /// <summary>Phones take their time; a webhook that met a dead server comes again within a second, so that short waits are long enough.</summary>
    public static string[] Patient => ["--webhook-retry-cap", "1"];

    public static string[] Simulate(string url, string data, string credentials, string[] phones) =>
        ["simulate", "--open", "--urls", url, "--data", data, "--credentials", credentials, .. phones];

    public static string[] Serve(string url, string data, string credentials, string database, string simulatorUrl) =>
        ["serve", "--urls", url, "--data", data, "--credentials", credentials, "--database", database, "--simulator", simulatorUrl];

    /// <summary>Validation, exchange log, metrics and 1 % traces on, as in production; warnings only in the log, no contacts but ours.</summary>
    public static Dictionary<string, string> ProductionLike() => new(StringComparer.Ordinal)
    {
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Logging__LogLevel__Default"] = "Warning",
        ["Kaiwa__Telemetry__SampleRatio"] = "0.01",
        ["Kaiwa__DemoShop__Contacts"] = "0",
    };

    /// <summary>How long an ambiguous send waits for its status before it counts as never accepted; and the log says what became of each.</summary>
    public static Dictionary<string, string> ShortWaits(TimeSpan utility, TimeSpan marketing, TimeSpan nodeLease, int pace) => new(StringComparer.Ordinal)
    {
        ["Kaiwa__Dispatch__AmbiguousWait"] = utility.ToString("c", CultureInfo.InvariantCulture),
        ["Kaiwa__Dispatch__AmbiguousWaitMarketing"] = marketing.ToString("c", CultureInfo.InvariantCulture),
        ["Kaiwa__Dispatch__NodeLease"] = nodeLease.ToString("c", CultureInfo.InvariantCulture),
        [NumberPace] = pace.ToString(CultureInfo.InvariantCulture),
        ["Logging__LogLevel__Kaiwa.Core.Dispatch.SettleAmbiguous"] = "Information",
    };

    /// <summary>Webhooks may go to programs on this machine.</summary>
    public static Dictionary<string, string> NearbyReceivers => new(StringComparer.Ordinal) { ["Kaiwa__Relay__AllowPrivateAddresses"] = "true" };

    /// <summary>Messages a second of the number.</summary>
    public static Dictionary<string, string> Pace(int messagesPerSecond) => new(StringComparer.Ordinal)
    {
        [NumberPace] = messagesPerSecond.ToString(CultureInfo.InvariantCulture),
    };
}
