using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.ShopProfile;

internal sealed class ShopDoor(Database database, ShopStore shops, IEnumerable<IFollowTimeZone> followers, AuditLog audit) : IShop
{
    private const int LongestName = 200;

    public Task<ShopView> FindAsync(Actor actor, CancellationToken ct = default) => shops.FindAsync(actor.Workspace, ct);

    public async Task<Result<ShopView>> ChangeAsync(Actor actor, ShopView shop, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(shop.Name) || shop.Name.Trim().Length > LongestName)
        {
            return ShopProblems.NameNeeded;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(shop.TimeZone, out _))
        {
            return ShopProblems.TimeZoneUnknown(shop.TimeZone);
        }

        if (shop.Place is { } place && !(Math.Abs(place.Latitude) <= 90 && Math.Abs(place.Longitude) <= 180))
        {
            return ShopProblems.NotOnEarth;
        }

        var isElsewhere = (await shops.FindAsync(actor.Workspace, ct)).TimeZone != shop.TimeZone;
        var said = shop with { Name = shop.Name.Trim() };
        await database.InTransactionAsync(
            async unit =>
            {
                await shops.ChangeAsync(unit, actor.Workspace, said);
                foreach (var follower in isElsewhere ? followers : [])
                {
                    await follower.OnTimeZoneChangedAsync(unit, actor.Workspace);
                }

                await audit.WriteAsync(unit, actor, "workspace.changed", actor.Workspace.ToString());
            },
            ct: ct);
        return said;
    }
}
