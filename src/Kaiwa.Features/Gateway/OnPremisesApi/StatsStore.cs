using System.Collections.Concurrent;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>How much is in the database. Counting reads every row, so a count is good for five minutes.</summary>
internal sealed class StatsStore(Database database, TimeProvider time)
{
    private const string SelectMessages = "SELECT count(*) FROM message WHERE workspace_id = @workspace";
    private const string SelectContacts = "SELECT count(*) FROM contact WHERE workspace_id = @workspace";
    private const string SelectPending = "SELECT count(*) FROM job WHERE workspace_id = @workspace AND number_id = @number";
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Id<Workspace>, (long At, long Messages, long Contacts)> counted = new();

    public async Task<(long Messages, long Contacts)> TotalsAsync(Number number, CancellationToken ct)
    {
        var workspace = number.Workspace.Id;
        if (!counted.TryGetValue(workspace, out var totals) || time.GetElapsedTime(totals.At) > Good)
        {
            totals = (time.GetTimestamp(), await database.FirstAsync<long>(SelectMessages, new { workspace }, ct), await database.FirstAsync<long>(SelectContacts, new { workspace }, ct));
            counted[workspace] = totals;
        }

        return (totals.Messages, totals.Contacts);
    }

    public Task<long> PendingAsync(Number number, CancellationToken ct) => database.FirstAsync<long>(SelectPending, new { workspace = number.Workspace.Id, number = number.Id }, ct);
}
