using System.Security.Claims;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>An actor as the claims of a principal, and back.</summary>
public static class ActorClaims
{
    /// <summary>The authentication scheme of people: an encrypted cookie.</summary>
    public const string CookieScheme = "kaiwa";

    private const string WorkspaceClaim = "workspace";
    private const string KindClaim = "kind";
    private const string SubjectClaim = "sub";
    private const string NameClaim = "name";
    private const string LanguageClaim = "language";
    private const string PermissionsClaim = "permissions";
    private const string SessionClaim = "session";

    /// <summary>Null when nobody is signed in.</summary>
    public static Actor? From(ClaimsPrincipal? principal)
    {
        if (principal?.Identity is not { IsAuthenticated: true }
            || !Id<Workspace>.TryParse(principal.FindFirstValue(WorkspaceClaim), null, out var workspace)
            || !Enum.TryParse<ActorKind>(principal.FindFirstValue(KindClaim), out var kind)
            || !Enum.TryParse<Permissions>(principal.FindFirstValue(PermissionsClaim), out var permissions)
            || !Guid.TryParse(principal.FindFirstValue(SubjectClaim), out var subject))
        {
            return null;
        }

        return new Actor(workspace, kind, principal.FindFirstValue(NameClaim) ?? "", permissions)
        {
            Subject = subject,
            Session = Guid.TryParse(principal.FindFirstValue(SessionClaim), out var session) ? session : Guid.Empty,
        };
    }

    /// <summary>The language that the user reads: <c>en</c> or <c>ja</c>.</summary>
    public static string Language(ClaimsPrincipal? principal) => principal?.FindFirstValue(LanguageClaim) ?? "en";

    public static ClaimsPrincipal ToPrincipal(Actor actor, string language, string scheme = CookieScheme) => new(new ClaimsIdentity(
        [
            new Claim(WorkspaceClaim, actor.Workspace.ToString()),
            new Claim(KindClaim, actor.Kind.ToString()),
            new Claim(SubjectClaim, actor.Subject.ToString("N")),
            new Claim(NameClaim, actor.Name),
            new Claim(PermissionsClaim, actor.Permissions.ToString()),
            new Claim(LanguageClaim, language),
            .. actor.Session == Guid.Empty ? Array.Empty<Claim>() : [new Claim(SessionClaim, actor.Session.ToString("N"))],
        ],
        scheme,
        NameClaim,
        PermissionsClaim));
}
