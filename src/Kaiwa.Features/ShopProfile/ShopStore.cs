using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.ShopProfile;

/// <summary>What the workspace's row says of the shop.</summary>
internal sealed class ShopStore(Database database)
{
    private const string SelectOne = "SELECT name, time_zone, latitude, longitude FROM workspace WHERE id = @workspace -- workspace_id is the id itself";
    private const string Update = """
        UPDATE workspace SET name = @name, time_zone = @timeZone, latitude = @latitude, longitude = @longitude WHERE id = @workspace -- workspace_id is the id itself
        """;

    public async Task<ShopView> FindAsync(Id<Workspace> workspace, CancellationToken ct)
    {
        var row = await database.FirstAsync<ShopRow>(SelectOne, new { workspace }, ct) ?? throw new InvalidOperationException("An actor of a workspace that does not exist.");
        return new ShopView(row.Name, row.TimeZone, row is { Latitude: { } latitude, Longitude: { } longitude } ? new ShopPlace(latitude, longitude) : null);
    }

    public Task ChangeAsync(UnitOfWork unit, Id<Workspace> workspace, ShopView shop) =>
        unit.ExecuteAsync(Update, new { workspace, name = shop.Name, timeZone = shop.TimeZone, latitude = shop.Place?.Latitude, longitude = shop.Place?.Longitude });
}

internal sealed record ShopRow
{
    public required string Name { get; init; }

    public required string TimeZone { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }
}
