using System.Text.Json.Nodes;

namespace Kaiwa.Load.Crash;

/// <summary>What goes wrong at Meta during a round. Statuses are late, double and out of order, but never lost for good unless asked.</summary>
internal static class Faults
{
    public static JsonObject Rough(double dropStatuses = 0) => new()
    {
        ["cutAfterAccept"] = 0.03,
        ["serverError"] = 0.01,
        ["statusBeforeAnswer"] = 0.1,
        ["duplicateStatuses"] = 0.3,
        ["shuffleStatuses"] = 0.3,
        ["delayStatusesMs"] = 800,
        ["dropStatuses"] = dropStatuses,
    };

    public static JsonObject None => [];
}
