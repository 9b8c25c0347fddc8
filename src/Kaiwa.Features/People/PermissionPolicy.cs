using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.People;

/// <summary>Every endpoint of our API says what its caller must be allowed to do.</summary>
public static class PermissionPolicy
{
    /// <summary>The scheme that takes a key when a Bearer token is there, else the cookie.</summary>
    public const string ApiScheme = "kaiwa.api";

    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, Permissions permission)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(SayWhatIsUnreadable);
        return builder.RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(ApiScheme)
            .RequireAssertion(context => ActorClaims.From(context.User)?.May(permission) == true));
    }

    // A request that could not be bound has the status 400 and no words yet.
    private static void SayWhatIsUnreadable(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is { } handle)
        {
            endpoint.RequestDelegate = async http =>
            {
                await handle(http);
                if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest, ContentLength: null })
                {
                    await PeopleProblems.RequestUnreadable.ToHttp().ExecuteAsync(http);
                }
            };
        }
    }
}
