using Kaiwa.Core.Jobs;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Search;

/// <summary>Registration and route of the search: <c>/api/v1/search</c>.</summary>
public static class SearchFeature
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        SearchProblems.Register();
        services.AddSingleton<SearchStore>();
        services.AddSingleton<ISearch, FindMessages>();
        services.AddSingleton<IRecurringJob, IndexMessages>();
        return services;
    }

    public static void MapSearch(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/search", Find).WithTags("Inbox").RequirePermission(Permissions.Read);

    private static async Task<Results<Ok<Page<SearchHit>>, ProblemHttpResult>> Find(
        Actor actor, ISearch search, string words, Id<Number>? number, Choice<Direction>? direction, string? kind, DateTimeOffset? from, DateTimeOffset? until, string? cursor, int? limit, CancellationToken ct) =>
        (await search.FindAsync(
            actor,
            new SearchFilter(words) { Number = number, Direction = direction?.Value, Kind = kind, From = from, Until = until, Cursor = cursor, Limit = limit ?? 30 },
            ct)).ToHttp();
}
