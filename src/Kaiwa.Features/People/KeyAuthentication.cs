using System.Text.Encodings.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.People;

/// <summary>A program shows its key: <c>Authorization: Bearer kaiwa_…</c>.</summary>
internal sealed class KeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "kaiwa.key";
    public const string Bearer = "Bearer ";

    public static bool HasToken(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!HasToken(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var token = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        return await keys.FindAsync(token, Context.RequestAborted) is { } actor
            ? AuthenticateResult.Success(new AuthenticationTicket(ActorClaims.ToPrincipal(actor, "en", SchemeName), SchemeName))
            : AuthenticateResult.Fail("The key is not known.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return PeopleProblems.KeyUnknown.ToHttp().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => PeopleProblems.NotAllowed.ToHttp().ExecuteAsync(Context);
}
