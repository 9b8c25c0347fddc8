using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Workspaces;

/// <summary>Who acts: in which workspace, as whom, and what that one may do. Every door takes one first.</summary>
public sealed record Actor(Id<Workspace> Workspace, ActorKind Kind, string Name, Permissions Permissions)
{
    /// <summary>The id of the user or key; empty for the system.</summary>
    public Guid Subject { get; init; }

    /// <summary>The session of a user who is signed in; else empty.</summary>
    public Guid Session { get; init; }

    public static Actor System(Id<Workspace> workspace, string name) => new(workspace, ActorKind.System, name, Permissions.All);

    public bool May(Permissions permission) => (Permissions & permission) == permission;
}

public enum ActorKind
{
    System,
    User,
    Key,
}

[Flags]
public enum Permissions
{
    None = 0,
    Read = 1,
    Send = 2,
    Broadcast = 4,
    Contacts = 8,
    Administer = 16,
    All = Read | Send | Broadcast | Contacts | Administer,

    /// <summary>To make, change and remove owners. Not part of <see cref="All"/>: no program and no administrator takes a workspace from its owners.</summary>
    Own = 32,
}
