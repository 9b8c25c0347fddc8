using Kaiwa.Core.Contacts;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Satisfaction;

/// <summary>Registration and routes of the question after a conversation: <c>/api/v1/satisfaction</c>.</summary>
public static class SatisfactionFeature
{
    private static readonly TimeSpan UsualPeriod = TimeSpan.FromDays(30);

    public static IServiceCollection AddSatisfaction(this IServiceCollection services)
    {
        SatisfactionProblems.Register();
        services.AddSingleton<SatisfactionStore>().AddSingleton<RequestStore>().AddSingleton<IFollowMerge>(provider => provider.GetRequiredService<RequestStore>());
        services.AddSingleton<AskCustomers>().AddSingleton<IRecurringJob>(provider => provider.GetRequiredService<AskCustomers>()).AddSingleton<IFollowResolution>(provider => provider.GetRequiredService<AskCustomers>());
        return services.AddSingleton<IHearRatings, RecordRatings>().AddSingleton<ISatisfaction, SatisfactionDoor>();
    }

    public static void MapSatisfaction(this IEndpointRouteBuilder app)
    {
        var satisfaction = app.MapGroup("/api/v1/satisfaction").WithTags("Satisfaction").RequirePermission(Permissions.Read);
        satisfaction.MapGet("/", Find);
        satisfaction.MapPut("/", Change).RequirePermission(Permissions.Administer);
        satisfaction.MapGet("/summary", Summary);
        satisfaction.MapGet("/ratings", Ratings);
    }

    /// <summary>What is left out is as in the beginning.</summary>
    public sealed record ChangeRequest(bool IsOn = false, int DelayMinutes = 5, int PauseDays = 30, string Language = "en", string English = "", string Japanese = "", Id<Template>? Template = null);

    private static async Task<Ok<SatisfactionSettings>> Find(Actor actor, ISatisfaction door, CancellationToken ct) => TypedResults.Ok(await door.FindAsync(actor, ct));

    private static async Task<Results<Ok<SatisfactionSettings>, ProblemHttpResult>> Change(Actor actor, ChangeRequest request, ISatisfaction door, CancellationToken ct) =>
        (await door.ChangeAsync(actor, new SatisfactionSettings(request.IsOn, request.DelayMinutes, request.PauseDays, request.Language, request.English, request.Japanese, request.Template), ct)).ToHttp();

    private static async Task<Results<Ok<RatingSummary>, ProblemHttpResult>> Summary(Actor actor, ISatisfaction door, TimeProvider time, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct) =>
        (await door.SummaryAsync(actor, from ?? time.GetUtcNow() - UsualPeriod, until ?? time.GetUtcNow(), ct)).ToHttp();

    private static async Task<Results<Ok<Page<Rating>>, ProblemHttpResult>> Ratings(
        Actor actor, ISatisfaction door, TimeProvider time, DateTimeOffset? from, DateTimeOffset? until, Id<User>? user, string? cursor, int? limit, CancellationToken ct) =>
        (await door.RatingsAsync(actor, new RatingFilter(from ?? time.GetUtcNow() - UsualPeriod, until ?? time.GetUtcNow(), user, cursor, limit ?? 50), ct)).ToHttp();
}
