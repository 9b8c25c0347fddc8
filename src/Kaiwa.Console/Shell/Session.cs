using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Components.Authorization;

namespace Kaiwa.Console.Shell;

/// <summary>Who is signed in on this screen.</summary>
public sealed class Session(AuthenticationStateProvider authentication)
{
    private Actor? actor;
    private volatile bool hasEnded;

    /// <summary>Pages ask for sign-in before they run, so somebody is always there, until the session ends.</summary>
    public async Task<Actor> ActorAsync() => await FindAsync() ?? throw new InvalidOperationException("Nobody is signed in on this screen. Sign in again.");

    /// <summary>Null when nobody is signed in.</summary>
    public async Task<Actor?> FindAsync() => hasEnded ? null : actor ??= ActorClaims.From((await authentication.GetAuthenticationStateAsync()).User);

    internal void End() => hasEnded = true;
}
