using System.Security.Claims;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.People;

/// <summary>Set-up, session and keys for programs, under <c>/api/v1</c>.</summary>
internal static class SessionEndpoints
{
    public sealed record SetUpRequest(
        string Token,
        string WorkspaceName,
        string Email,
        string Password,
        string Name,
        string? Language = null,
        string? TimeZone = null);

    public sealed record SignInRequest(string Email, string Password, string? Code = null);

    public sealed record SessionView(Id<Workspace> Workspace, string Name, string Kind, string Permissions, string Language);

    public sealed record KeyRequest(string Name, IReadOnlyList<Permissions> Permissions, DateTimeOffset? ExpiresAt = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithTags("People");
        var limit = app.ServiceProvider.GetRequiredService<SignInLimit>();
        api.MapPost("/setup", SetUp).AllowAnonymous().AddEndpointFilter(limit);
        api.MapPost("/session", SignIn).AllowAnonymous().AddEndpointFilter(limit);
        api.MapGet("/session", Get).RequirePermission(Permissions.None);
        api.MapDelete("/session", SignOut).RequirePermission(Permissions.None);
        var sessions = api.MapGroup("/sessions").RequirePermission(Permissions.None);
        sessions.MapGet("/", (Actor actor, ISessions door, CancellationToken ct) => door.ListAsync(actor, ct));
        sessions.MapDelete("/", RevokeOthers);
        sessions.MapDelete("/{id}", Revoke);
        var keys = api.MapGroup("/keys").RequirePermission(Permissions.Administer);
        keys.MapGet("/", (Actor actor, IPeople people, CancellationToken ct) => people.KeysAsync(actor, ct));
        keys.MapPost("/", CreateKey);
        keys.MapDelete("/{id}", RevokeKey);
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SetUp(HttpContext http, SetUpRequest request, IPeople people, ISessions sessions, SetupToken token, CancellationToken ct)
    {
        if (!token.Matches(request.Token))
        {
            return PeopleProblems.SetupTokenWrong.ToHttp();
        }

        var setUp = new SetUp(request.WorkspaceName, request.Email, request.Password, request.Name, request.Language ?? "en", request.TimeZone ?? "UTC");
        var result = await people.SetUpAsync(setUp, ct);
        return result.Problem is { } problem ? problem.ToHttp() : await Enter(http, sessions, new SignedIn(result.Value, setUp.Language));
    }

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SignIn(HttpContext http, SignInRequest request, IPeople people, ISessions sessions, CancellationToken ct)
    {
        var result = await people.SignInAsync(request.Email, request.Password, request.Code, ct);
        return result.Problem is { } problem ? problem.ToHttp() : await Enter(http, sessions, result.Value);
    }

    private static async Task<Ok<SessionView>> Enter(HttpContext http, ISessions sessions, SignedIn signedIn)
    {
        await SessionAuthentication.EnterAsync(http, sessions, signedIn);
        return TypedResults.Ok(View(signedIn.Actor, signedIn.Language));
    }

    private static Ok<SessionView> Get(Actor actor, ClaimsPrincipal user) => TypedResults.Ok(View(actor, ActorClaims.Language(user)));

    private static SessionView View(Actor actor, string language) => new(actor.Workspace, actor.Name, actor.Kind.ToString(), actor.Permissions.ToString(), language);

    private static async Task<NoContent> SignOut(Actor actor, HttpContext http, ISessions sessions)
    {
        // A key cannot be signed out of: it is revoked.
        if (actor.Kind == ActorKind.User)
        {
            await SessionAuthentication.LeaveAsync(http, sessions);
        }

        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeOthers(Actor actor, ISessions sessions, CancellationToken ct) =>
        (await sessions.RevokeOthersAsync(actor, ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(Actor actor, Id<SessionRow> id, ISessions sessions, CancellationToken ct) =>
        (await sessions.RevokeAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Results<Ok<NewKey>, ProblemHttpResult>> CreateKey(Actor actor, KeyRequest request, IPeople people, CancellationToken ct) =>
        (await people.CreateKeyAsync(actor, request.Name, request.Permissions.Aggregate(Permissions.None, (all, one) => all | one), request.ExpiresAt, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeKey(Actor actor, Id<ApiKey> id, IPeople people, CancellationToken ct) =>
        (await people.RevokeKeyAsync(actor, id, ct)).ToEmptyHttp();
}
