using Kaiwa.Core.Contacts;
using Kaiwa.Core.Events;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Hours;

/// <summary>Registration and routes of opening hours: <c>/api/v1/hours</c>.</summary>
public static class HoursFeature
{
    public static IServiceCollection AddHours(this IServiceCollection services)
    {
        HoursProblems.Register();
        services.AddSingleton<HoursStore>().AddSingleton<IFollowMerge>(provider => provider.GetRequiredService<HoursStore>()).AddSingleton<IOpeningHours>(provider => provider.GetRequiredService<HoursStore>());
        services.AddSingleton<IReact<MessageReceived>, OnCustomerCame>();
        return services.AddSingleton<IHours, HoursDoor>();
    }

    public static void MapHours(this IEndpointRouteBuilder app)
    {
        var hours = app.MapGroup("/api/v1/hours").WithTags("Hours").RequirePermission(Permissions.Read);
        hours.MapGet("/", Find);
        hours.MapPut("/", Change).RequirePermission(Permissions.Administer);
    }

    private static async Task<Ok<HoursView>> Find(Actor actor, IHours hours, CancellationToken ct) => TypedResults.Ok(await hours.FindAsync(actor, ct));

    private static async Task<Results<Ok<HoursView>, ProblemHttpResult>> Change(Actor actor, HoursView request, IHours hours, CancellationToken ct) => (await hours.ChangeAsync(actor, request, ct)).ToHttp();
}
