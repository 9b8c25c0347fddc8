using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.People;

/// <summary>One's own account, under <c>/api/v1/profile</c> and <c>/api/v1/two-factor</c>.</summary>
internal static class AccountEndpoints
{
    public sealed record ProfileRequest(string Name, string Language);

    public sealed record PasswordRequest(string Password, string NewPassword);

    public sealed record BeginRequest(string Password);

    public sealed record CodeRequest(string Code);

    public sealed record ProofRequest(string Password, string Code);

    public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

    public static void Map(IEndpointRouteBuilder app)
    {
        var profile = app.MapGroup("/api/v1/profile").WithTags("People").RequirePermission(Permissions.None);
        profile.MapGet("/", async Task<Results<Ok<Profile>, ProblemHttpResult>> (Actor actor, IAccount account, CancellationToken ct) => (await account.ProfileAsync(actor, ct)).ToHttp());
        profile.MapPut("/", async Task<Results<NoContent, ProblemHttpResult>> (Actor actor, ProfileRequest request, IAccount account, CancellationToken ct) => (await account.SetProfileAsync(actor, request.Name, request.Language, ct)).ToEmptyHttp());
        profile.MapPut("/password", async Task<Results<NoContent, ProblemHttpResult>> (Actor actor, PasswordRequest request, IAccount account, CancellationToken ct) => (await account.ChangePasswordAsync(actor, request.Password, request.NewPassword, ct)).ToEmptyHttp());
        var factor = app.MapGroup("/api/v1/two-factor").WithTags("People").RequirePermission(Permissions.None);
        factor.MapPost("/", async Task<Results<Ok<TwoFactorKey>, ProblemHttpResult>> (Actor actor, BeginRequest request, IAccount account, CancellationToken ct) => (await account.BeginTwoFactorAsync(actor, request.Password, ct)).ToHttp());
        factor.MapPost("/confirm", Confirm);
        factor.MapPost("/recovery-codes", Renew);
        factor.MapPost("/off", async Task<Results<NoContent, ProblemHttpResult>> (Actor actor, ProofRequest request, IAccount account, CancellationToken ct) => (await account.TurnOffTwoFactorAsync(actor, request.Password, request.Code, ct)).ToEmptyHttp());
    }

    private static async Task<Results<Ok<RecoveryCodes>, ProblemHttpResult>> Confirm(Actor actor, CodeRequest request, IAccount account, CancellationToken ct)
    {
        var result = await account.ConfirmTwoFactorAsync(actor, request.Code, ct);
        return result.Problem is { } problem ? problem.ToHttp() : TypedResults.Ok(new RecoveryCodes(result.Value));
    }

    private static async Task<Results<Ok<RecoveryCodes>, ProblemHttpResult>> Renew(Actor actor, ProofRequest request, IAccount account, CancellationToken ct)
    {
        var result = await account.RenewRecoveryCodesAsync(actor, request.Password, request.Code, ct);
        return result.Problem is { } problem ? problem.ToHttp() : TypedResults.Ok(new RecoveryCodes(result.Value));
    }
}
