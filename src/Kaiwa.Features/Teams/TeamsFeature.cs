using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Teams;

/// <summary>Registration and routes of teams and presence.</summary>
public static class TeamsFeature
{
    public static IServiceCollection AddTeams(this IServiceCollection services)
    {
        TypeHandlers.AddId<Team>();
        TeamProblems.Register();
        services.AddSingleton<TeamStore>().AddSingleton<AwayStore>().AddSingleton<TeamsDoor>();
        services.AddSingleton<ITeams>(provider => provider.GetRequiredService<TeamsDoor>());
        services.AddSingleton<IFollowRemoval>(provider => provider.GetRequiredService<TeamsDoor>());
        services.AddSingleton<IPresence, OpenScreens>();
        return services;
    }

    public static void MapTeams(this IEndpointRouteBuilder app)
    {
        var teams = app.MapGroup("/api/v1/teams").WithTags("Teams").RequirePermission(Permissions.Read);
        teams.MapGet("/", (Actor actor, ITeams door, CancellationToken ct) => door.ListAsync(actor, ct));
        teams.MapPost("/", Create).RequirePermission(Permissions.Administer);
        teams.MapPut("/{id}", Change).RequirePermission(Permissions.Administer);
        teams.MapDelete("/{id}", Delete).RequirePermission(Permissions.Administer);
        var presence = app.MapGroup("/api/v1/presence").WithTags("Teams").RequirePermission(Permissions.Read);
        presence.MapGet("/", Presences);
        presence.MapPut("/", SetAway);
    }

    private static async Task<Results<Ok<TeamMade>, ProblemHttpResult>> Create(Actor actor, TeamRequest request, ITeams teams, CancellationToken ct)
    {
        var made = await teams.CreateAsync(actor, request.Name, request.Members ?? [], ct);
        return made.Problem is { } problem ? problem.ToHttp() : TypedResults.Ok(new TeamMade(made.Value));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(Actor actor, Id<Team> id, TeamRequest request, ITeams teams, CancellationToken ct) =>
        (await teams.ChangeAsync(actor, id, request.Name, request.Members ?? [], ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Actor actor, Id<Team> id, ITeams teams, CancellationToken ct) => (await teams.DeleteAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Ok<List<PresenceOf>>> Presences(Actor actor, IPresence presence, CancellationToken ct) =>
        TypedResults.Ok((await presence.AllAsync(actor, ct)).Select(one => new PresenceOf(one.Key, one.Value)).ToList());

    private static async Task<NoContent> SetAway(Actor actor, AwayRequest request, IPresence presence, CancellationToken ct)
    {
        await presence.SetAwayAsync(actor, request.Away, ct);
        return TypedResults.NoContent();
    }

    internal sealed record TeamRequest(string Name, IReadOnlyList<Id<User>>? Members = null);

    internal sealed record TeamMade(Id<Team> Id);

    internal sealed record PresenceOf(Id<User> Id, Presence Presence);

    internal sealed record AwayRequest(bool Away);
}
