using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Components.Authorization;

namespace Kaiwa.Console.Shell;

/// <summary>Who is signed in on this screen.</summary>
public sealed class Session(AuthenticationStateProvider authentication)
{
    private Actor? actor;

    /// <summary>Pages ask for sign-in before they run, so somebody is always there.</summary>
    public async Task<Actor> ActorAsync() =>
        actor ??= ActorClaims.From((await authentication.GetAuthenticationStateAsync()).User)
            ?? throw new InvalidOperationException("Nobody is signed in on this screen. Sign in again.");
}
