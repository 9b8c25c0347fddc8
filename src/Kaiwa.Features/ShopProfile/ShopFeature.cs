using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.ShopProfile;

/// <summary>Registration and routes of the shop: <c>/api/v1/workspace</c>.</summary>
public static class ShopFeature
{
    public static IServiceCollection AddShop(this IServiceCollection services)
    {
        ShopProblems.Register();
        return services.AddSingleton<ShopStore>().AddSingleton<IShop, ShopDoor>();
    }

    public static void MapShop(this IEndpointRouteBuilder app)
    {
        var shop = app.MapGroup("/api/v1/workspace").WithTags("Shop").RequirePermission(Permissions.Read);
        shop.MapGet("/", Find);
        shop.MapPut("/", Change).RequirePermission(Permissions.Administer);
    }

    private static async Task<Ok<ShopView>> Find(Actor actor, IShop shop, CancellationToken ct) => TypedResults.Ok(await shop.FindAsync(actor, ct));

    private static async Task<Results<Ok<ShopView>, ProblemHttpResult>> Change(Actor actor, ShopView request, IShop shop, CancellationToken ct) => (await shop.ChangeAsync(actor, request, ct)).ToHttp();
}
