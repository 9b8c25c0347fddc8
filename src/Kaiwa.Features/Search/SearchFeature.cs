using Kaiwa.Core.Contacts;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Search;

/// <summary>Registration and routes of the search: <c>/api/v1/search</c>.</summary>
public static class SearchFeature
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        SearchProblems.Register();
        services.AddSingleton<SearchStore>();
        services.AddSingleton<ISearch, FindMessages>();
        services.AddSingleton<ContactWordStore>().AddSingleton<IFollowMerge>(provider => provider.GetRequiredService<ContactWordStore>());
        services.AddSingleton<IRecurringJob, IndexMessages>().AddSingleton<IRecurringJob, IndexPeople>();
        return services;
    }

    public static void MapSearch(this IEndpointRouteBuilder app)
    {
        var search = app.MapGroup("/api/v1/search").WithTags("Inbox").RequirePermission(Permissions.Read);
        search.MapGet("/", Find);
        search.MapGet("/people", FindPeople);
    }

    private static async Task<Results<Ok<Page<SearchHit>>, ProblemHttpResult>> Find([AsParameters] Query query, Actor actor, ISearch search, CancellationToken ct) =>
        (await search.FindAsync(actor, query.Filter(), ct)).ToHttp();

    private static async Task<Results<Ok<Page<PersonHit>>, ProblemHttpResult>> FindPeople([AsParameters] Query query, Actor actor, ISearch search, CancellationToken ct) =>
        (await search.PeopleAsync(actor, query.Filter(), ct)).ToHttp();

    private readonly record struct Query(
        string Words, Id<Number>? Number, Id<User>? Agent, Id<Label>? Label, bool? Orders, Choice<Direction>? Direction, string? Kind, DateTimeOffset? From, DateTimeOffset? Until, string? Cursor, int? Limit)
    {
        public SearchFilter Filter() => new(Words)
        {
            Number = Number,
            Agent = Agent,
            Label = Label,
            Orders = Orders,
            Direction = Direction?.Value,
            Kind = Kind,
            From = From,
            Until = Until,
            Cursor = Cursor,
            Limit = Limit ?? 30,
        };
    }
}
