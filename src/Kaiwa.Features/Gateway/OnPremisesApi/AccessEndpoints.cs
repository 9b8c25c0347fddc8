using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The shop opens the On-Premises API of a number: until then nobody can log in, because no number has a password that everybody knows.</summary>
internal static class AccessEndpoints
{
    /// <summary>Without a password Kaiwa makes one, which must be changed at the first login.</summary>
    public sealed record Request(string? Password = null);

    public sealed record Opened(string Username, string Password, string Path);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1/numbers").WithTags("Numbers").RequirePermission(Permissions.Administer).MapPost("/{id}/on-premises", Open);

    private static async Task<Results<Ok<Opened>, ProblemHttpResult>> Open(Actor actor, Id<Number> id, Request request, NumberDirectory numbers, ProgramUsers users, CancellationToken ct)
    {
        if (numbers.Find(id) is not { } number || number.Workspace.Id != actor.Workspace)
        {
            return OnPremisesProblems.NumberUnknown.ToHttp();
        }

        if (request.Password is { Length: < 4 or > 64 })
        {
            return OnPremisesProblems.PasswordLength.ToHttp();
        }

        var password = await users.OpenAsync(actor, number, request.Password, ct);
        return TypedResults.Ok(new Opened(ProgramUsers.Admin, password, $"/onprem/{number.MetaId}"));
    }
}
