using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.People;

/// <summary>Who belongs to the workspace and who is invited, under <c>/api/v1/people</c> and <c>/api/v1/invitations</c>.</summary>
internal static class MemberEndpoints
{
    /// <param name="Role">What they become.</param>
    /// <param name="Permissions">Only for the role <c>custom</c>.</param>
    public sealed record RoleRequest(Role Role, IReadOnlyList<Permissions>? Permissions = null)
    {
        public Permissions Custom => (Permissions ?? []).Aggregate(Core.Workspaces.Permissions.None, (all, one) => all | one);
    }

    public sealed record InvitationRequest(string Email, Role Role, IReadOnlyList<Permissions>? Permissions = null);

    /// <param name="Id">To revoke it.</param>
    /// <param name="Path">The page that the invited person opens, on this server.</param>
    /// <param name="ExpiresAt">Until when.</param>
    public sealed record InvitationLink(Id<Invitation> Id, string Path, DateTimeOffset ExpiresAt);

    public static void Map(IEndpointRouteBuilder app)
    {
        var people = app.MapGroup("/api/v1/people").WithTags("People").RequirePermission(Permissions.Administer);
        people.MapGet("/", (Actor actor, IPeople door, CancellationToken ct) => door.ListAsync(actor, ct));
        people.MapPut("/{id}/role", SetRole);
        people.MapDelete("/{id}", Remove);
        var invitations = app.MapGroup("/api/v1/invitations").WithTags("People").RequirePermission(Permissions.Administer);
        invitations.MapGet("/", List);
        invitations.MapPost("/", Invite);
        invitations.MapDelete("/{id}", Revoke);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetRole(Actor actor, Id<User> id, RoleRequest request, IPeople people, CancellationToken ct) =>
        (await people.SetRoleAsync(actor, id, request.Role, request.Custom, ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Actor actor, Id<User> id, IPeople people, CancellationToken ct) =>
        (await people.RemoveAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Results<Ok<IReadOnlyList<Invitation>>, ProblemHttpResult>> List(Actor actor, IInvitations invitations, CancellationToken ct) =>
        (await invitations.ListAsync(actor, ct)).ToHttp();

    private static async Task<Results<Ok<InvitationLink>, ProblemHttpResult>> Invite(Actor actor, InvitationRequest request, IInvitations invitations, CancellationToken ct)
    {
        var result = await invitations.InviteAsync(actor, request.Email, request.Role, new RoleRequest(request.Role, request.Permissions).Custom, ct);
        return result.Problem is { } problem ? problem.ToHttp() : TypedResults.Ok(new InvitationLink(result.Value.Id, "/account/invitation?token=" + result.Value.Token, result.Value.ExpiresAt));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(Actor actor, Id<Invitation> id, IInvitations invitations, CancellationToken ct) =>
        (await invitations.RevokeAsync(actor, id, ct)).ToEmptyHttp();
}
