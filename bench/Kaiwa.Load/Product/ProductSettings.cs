using System.Globalization;

namespace Kaiwa.Load.Product;

/// <summary>Every name of the product that the benchmarks rely on beside its HTTP: switches, settings and crash points, in one place.</summary>
internal static class ProductSettings
{
    /// <summary>The program to measure: KAIWA_EXE, else the one built beside us in the same configuration.</summary>
    public static string Executable { get; } = Environment.GetEnvironmentVariable("KAIWA_EXE")
        ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Kaiwa.Server", new DirectoryInfo(AppContext.BaseDirectory).Name, "kaiwa"));

    public const string CrashAt = "KAIWA_CRASH_AT";

    public static readonly string[] ListCrashPoints = ["serve", "--crash-points"];

    public static string[] Simulate(string url, string data, string credentials, string? webhookUrl) =>
        ["simulate", "--open", "--urls", url, "--data", data, "--credentials", credentials, .. webhookUrl is null ? Array.Empty<string>() : ["--webhook", webhookUrl]];

    public static string[] Serve(string url, string data, string credentials, string database, string simulatorUrl) =>
        ["serve", "--urls", url, "--data", data, "--credentials", credentials, "--database", database, "--simulator", simulatorUrl];

    public static Dictionary<string, string> None => new(StringComparer.Ordinal);

    /// <summary>Validation, exchange log, metrics and 1 % traces on, as in production; warnings only in the log.</summary>
    public static Dictionary<string, string> ProductionLike() => new(StringComparer.Ordinal)
    {
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Logging__LogLevel__Default"] = "Warning",
        ["Kaiwa__Telemetry__TraceShare"] = "0.01",
    };

    /// <summary>How long an ambiguous send waits for its status before it counts as never accepted.</summary>
    public static Dictionary<string, string> ShortWaits(TimeSpan utility, TimeSpan marketing) => new(StringComparer.Ordinal)
    {
        ["Kaiwa__Dispatch__AmbiguousWaitUtility"] = utility.ToString("c", CultureInfo.InvariantCulture),
        ["Kaiwa__Dispatch__AmbiguousWaitMarketing"] = marketing.ToString("c", CultureInfo.InvariantCulture),
    };

    /// <summary>Messages a second of the number.</summary>
    public static Dictionary<string, string> Pace(int messagesPerSecond) => new(StringComparer.Ordinal)
    {
        ["Kaiwa__Dispatch__MessagesPerSecond"] = messagesPerSecond.ToString(CultureInfo.InvariantCulture),
    };
}
