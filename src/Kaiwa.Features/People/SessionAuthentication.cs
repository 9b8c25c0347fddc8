using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.People;

/// <summary>The cookie names a session; the session says at every request who that is and what they may do.</summary>
internal static class SessionAuthentication
{
    public static async Task EnterAsync(HttpContext http, ISessions sessions, SignedIn signedIn)
    {
        var opened = await sessions.OpenAsync(signedIn, http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Headers.UserAgent.ToString(), http.RequestAborted);
        await http.SignInAsync(ActorClaims.CookieScheme, ActorClaims.ToPrincipal(opened.Actor, opened.Language));
    }

    public static async Task LeaveAsync(HttpContext http, ISessions sessions)
    {
        if (ActorClaims.From((await http.AuthenticateAsync(ActorClaims.CookieScheme)).Principal) is { } actor)
        {
            await sessions.RevokeAsync(actor, new Id<SessionRow>(actor.Session), http.RequestAborted);
        }

        await http.SignOutAsync(ActorClaims.CookieScheme);
    }

    /// <summary>A cookie without a session, as earlier versions made it, lets nobody in.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<ISessions>();
        if (ActorClaims.From(context.Principal) is { } actor && actor.Session != Guid.Empty
            && await sessions.CheckAsync(new Id<SessionRow>(actor.Session), context.HttpContext.RequestAborted) is { } now)
        {
            context.ReplacePrincipal(ActorClaims.ToPrincipal(now.Actor, now.Language));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(ActorClaims.CookieScheme);
    }
}
