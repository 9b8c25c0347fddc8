using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Builder;

namespace Kaiwa.Features.People;

/// <summary>Every endpoint of our API says what its caller must be allowed to do.</summary>
public static class PermissionPolicy
{
    /// <summary>The scheme that takes a key when a Bearer token is there, else the cookie.</summary>
    public const string ApiScheme = "kaiwa.api";

    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, Permissions permission)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(ApiScheme)
            .RequireAssertion(context => ActorClaims.From(context.User)?.May(permission) == true));
}
