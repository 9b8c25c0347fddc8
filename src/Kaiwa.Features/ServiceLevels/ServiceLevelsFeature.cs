using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Features.ShopProfile;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.ServiceLevels;

/// <summary>Registration and routes of service levels: <c>/api/v1/service-levels</c>.</summary>
public static class ServiceLevelsFeature
{
    public static IServiceCollection AddServiceLevels(this IServiceCollection services)
    {
        ServiceLevelProblems.Register();
        services.AddSingleton<ServiceLevelStore>().AddSingleton<ISetDue, SetDue>().AddSingleton<ServiceLevelsDoor>();
        return services.AddSingleton<IServiceLevels>(provider => provider.GetRequiredService<ServiceLevelsDoor>())
            .AddSingleton<IFollowHours>(provider => provider.GetRequiredService<ServiceLevelsDoor>()).AddSingleton<IFollowTimeZone>(provider => provider.GetRequiredService<ServiceLevelsDoor>());
    }

    public static void MapServiceLevels(this IEndpointRouteBuilder app)
    {
        var levels = app.MapGroup("/api/v1/service-levels").WithTags("Service levels").RequirePermission(Permissions.Read);
        levels.MapGet("/", Find);
        levels.MapPut("/", Change).RequirePermission(Permissions.Administer);
    }

    /// <summary>What is left out is no target.</summary>
    public sealed record ChangeRequest(bool ByClock = false, AnswerWithin? Normal = null, AnswerWithin? High = null, AnswerWithin? Urgent = null);

    private static async Task<Ok<ServiceLevelsView>> Find(Actor actor, IServiceLevels levels, CancellationToken ct) => TypedResults.Ok(await levels.FindAsync(actor, ct));

    private static async Task<Results<Ok<ServiceLevelsView>, ProblemHttpResult>> Change(Actor actor, ChangeRequest request, IServiceLevels levels, CancellationToken ct) =>
        (await levels.ChangeAsync(actor, new ServiceLevelsView(request.ByClock, request.Normal ?? AnswerWithin.NoTarget, request.High ?? AnswerWithin.NoTarget, request.Urgent ?? AnswerWithin.NoTarget), ct)).ToHttp();
}
