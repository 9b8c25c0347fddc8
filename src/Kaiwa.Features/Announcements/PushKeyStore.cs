using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Announcements;

/// <summary>The one key that signs pushes.</summary>
internal sealed class PushKeyStore(Database database)
{
    private const string Insert = "INSERT INTO push_key (name, sealed) VALUES ('vapid', @made) ON CONFLICT (name) DO NOTHING -- all workspaces: the server's own key, without workspace_id";
    private const string Select = "SELECT sealed FROM push_key WHERE name = 'vapid' -- all workspaces: the server's own key, without workspace_id";

    /// <summary>The key that is there; this one when there is none.</summary>
    public Task<byte[]> FirstAsync(byte[] made, CancellationToken ct) => database.InTransactionAsync(
        async unit =>
        {
            await unit.ExecuteAsync(Insert, new { made });
            return (await unit.FirstAsync<byte[]>(Select))!;
        },
        ct: ct);
}
