using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>What somebody is in a workspace.</summary>
public enum Role
{
    Viewer,
    Agent,
    Manager,
    Admin,
    Owner,
    Custom,
}

/// <summary>What each role may do. The page on people in docs/guides says the same in words.</summary>
public static class Roles
{
    public static readonly IReadOnlyDictionary<Role, Permissions> Table = new Dictionary<Role, Permissions>
    {
        [Role.Viewer] = Permissions.Read,
        [Role.Agent] = Permissions.Read | Permissions.Send,
        [Role.Manager] = Permissions.Read | Permissions.Send | Permissions.Broadcast | Permissions.Contacts,
        [Role.Admin] = Permissions.All,
        [Role.Owner] = Permissions.All | Permissions.Own,
    };

    /// <param name="role">What somebody is.</param>
    /// <param name="custom">What they may do where the role is custom; whoever belongs may read.</param>
    public static Permissions Of(Role role, Permissions custom) => role == Role.Custom ? Permissions.Read | (custom & Permissions.All) : Table[role];
}
