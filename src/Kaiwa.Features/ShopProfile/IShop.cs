using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.ShopProfile;

/// <summary>The shop itself: what it is called, what time it keeps, where it is.</summary>
public interface IShop
{
    Task<ShopView> FindAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Says all of it anew.</summary>
    Task<Result<ShopView>> ChangeAsync(Actor actor, ShopView shop, CancellationToken ct = default);
}

/// <param name="Name">At most 200 characters.</param>
/// <param name="TimeZone">As IANA names it: <c>Asia/Tokyo</c>.</param>
/// <param name="Place">Null while nobody has said where the shop is.</param>
public sealed record ShopView(string Name, string TimeZone, ShopPlace? Place = null);

/// <summary>In degrees: north and east are positive.</summary>
public sealed record ShopPlace(double Latitude, double Longitude);

/// <summary>Follows a change of the shop's time zone, in its transaction.</summary>
public interface IFollowTimeZone
{
    Task OnTimeZoneChangedAsync(UnitOfWork unit, Id<Workspace> workspace);
}
