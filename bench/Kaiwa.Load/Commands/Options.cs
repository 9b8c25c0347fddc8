using System.CommandLine;

namespace Kaiwa.Load.Commands;

/// <summary>Options that several commands share, so that they read the same everywhere.</summary>
internal static class Options
{
    public static Option<string> Engine()
    {
        var engine = new Option<string>("--engine") { Description = "sqlite or postgres.", DefaultValueFactory = _ => "sqlite" };
        engine.AcceptOnlyFromAmong("sqlite", "postgres");
        return engine;
    }

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object as the last line." };
}
