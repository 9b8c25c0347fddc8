using System.Net.Mail;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Identity;

namespace Kaiwa.Features.People;

/// <summary>The first run: a workspace and its administrator.</summary>
internal sealed partial class SetUpShop(Database database, UserStore users, MemberStore members, WorkspaceStore workspaces, AuditLog audit, IPasswordHasher<User> hasher, TimeProvider time, ILogger<SetUpShop> logger)
{
    private const int LongestText = 200;

    public async Task<Result<Actor>> Handle(SetUp setUp, CancellationToken ct)
    {
        if (Check(setUp) is { } problem)
        {
            return problem;
        }

        var id = Id<User>.New(time);
        var hash = hasher.HashPassword(null!, setUp.Password);
        var result = await database.InTransactionAsync<Result<Actor>>(
            async unit =>
            {
                if (await users.AnyAsync(unit))
                {
                    return PeopleProblems.AlreadySetUp;
                }

                var workspace = setUp.Workspace ?? await workspaces.CreateAsync(unit, setUp.WorkspaceName.Trim(), setUp.TimeZone, setUp.Language);
                var actor = new Actor(workspace, ActorKind.User, setUp.Name.Trim(), Roles.Table[Role.Owner]) { Subject = id.Value };
                await users.AddAsync(unit, new NewUser(id, workspace, Email(setUp.Email), actor.Name, hash, setUp.Language), isFirst: true);
                await members.PutAsync(unit, workspace, id, Role.Owner, Permissions.None);
                await audit.WriteAsync(unit, actor, "workspace.set-up", workspace.ToString());
                return actor;
            },
            ct: ct);
        if (result.IsOk)
        {
            LogSetUp(result.Value.Workspace);
        }

        return result;
    }

    internal static string Email(string text) => text.Trim().ToLowerInvariant();

    private static Problem? Check(SetUp setUp) =>
        !MailAddress.TryCreate(setUp.Email, out _) || setUp.Email.Length > LongestText ? PeopleProblems.EmailInvalid
        : PasswordRules.Check(setUp.Password, setUp.Email, setUp.Name) is { } weak ? weak
        : IsNoName(setUp.Name) || (setUp.Workspace is null && IsNoName(setUp.WorkspaceName)) ? PeopleProblems.NameMissing
        : !TimeZoneInfo.TryFindSystemTimeZoneById(setUp.TimeZone, out _) ? PeopleProblems.TimeZoneUnknown
        : null;

    internal static bool IsNoName(string text) => string.IsNullOrWhiteSpace(text) || text.Length > LongestText;

    [LoggerMessage(LogLevel.Information, "Set up workspace {Workspace} with its administrator")]
    private partial void LogSetUp(Id<Workspace> workspace);
}
