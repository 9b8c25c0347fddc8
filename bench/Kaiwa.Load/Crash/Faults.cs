using System.Text.Json.Nodes;

namespace Kaiwa.Load.Crash;

/// <summary>What goes wrong at Meta during a round. Statuses are late, double and out of order, but never lost for good unless asked.</summary>
internal static class Faults
{
    /// <summary>The longest a status is kept back by the plan: the waits of an ambiguous send must be longer.</summary>
    public const int LatestStatusMs = 1200;

    public static JsonObject Rough(int seed, double dropStatuses = 0) => new()
    {
        ["seed"] = seed,
        ["sends"] = new JsonArray(
            new JsonObject { ["code"] = 131000, ["probability"] = 0.01 },
            new JsonObject { ["code"] = 130429, ["probability"] = 0.005 }),
        ["slow"] = new JsonObject { ["probability"] = 0.05, ["minMs"] = 20, ["maxMs"] = 300 },
        ["cutAfterAccept"] = 0.03,
        ["cutBeforeAccept"] = 0.01,
        ["statusFirst"] = 0.1,
        ["dropAllStatuses"] = dropStatuses,
        ["duplicate"] = new JsonObject { ["probability"] = 0.3, ["times"] = 2 },
        ["shuffleMs"] = 400,
        ["delay"] = new JsonObject { ["probability"] = 0.3, ["minMs"] = 50, ["maxMs"] = LatestStatusMs - 400 },
    };

    /// <summary>Every status stays with Meta.</summary>
    public static JsonObject NoStatuses => new() { ["dropStatuses"] = 1 };

    public static JsonObject None => [];
}
