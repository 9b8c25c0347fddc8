using Kaiwa.Core.Jobs;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.AutoAssignment;

/// <summary>Registration and routes of automatic assignment: <c>/api/v1/assignment</c>.</summary>
public static class AutoAssignmentFeature
{
    public static IServiceCollection AddAutoAssignment(this IServiceCollection services)
    {
        AutoAssignmentProblems.Register();
        services.AddSingleton<AutoAssignmentStore>();
        services.AddSingleton<IRecurringJob, AssignWaiting>();
        return services.AddSingleton<IAutoAssignment, AutoAssignmentDoor>();
    }

    public static void MapAutoAssignment(this IEndpointRouteBuilder app)
    {
        var assignment = app.MapGroup("/api/v1/assignment").WithTags("Assignment").RequirePermission(Permissions.Read);
        assignment.MapGet("/", Find);
        assignment.MapPut("/", Change).RequirePermission(Permissions.Administer);
    }

    private static async Task<Ok<AssignmentPlan>> Find(Actor actor, IAutoAssignment assignment, CancellationToken ct) => TypedResults.Ok(await assignment.FindAsync(actor, ct));

    private static async Task<Results<Ok<AssignmentPlan>, ProblemHttpResult>> Change(Actor actor, AssignmentPlan request, IAutoAssignment assignment, CancellationToken ct) =>
        (await assignment.ChangeAsync(actor, request, ct)).ToHttp();
}
