using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Console.People;

/// <summary>Who belongs to the workspace, who is invited, and what the reader may change of it.</summary>
public sealed class PeopleState(IPeople people, IInvitations invitations, IPresence presence, Session session, LiveUpdates live) : IDisposable
{
    private static readonly HashSet<string> Topics = ["people", "presence"];
    private IDisposable? listening;
    private Actor? me;

    public IReadOnlyList<UserRow> Members { get; private set; } = [];

    public IReadOnlyList<Invitation> Invitations { get; private set; } = [];

    public IReadOnlyDictionary<Id<User>, Presence> Presences { get; private set; } = new Dictionary<Id<User>, Presence>();

    /// <summary>The link just made; it is shown once.</summary>
    public NewInvitation? Made { get; private set; }

    public bool IsLoading { get; private set; } = true;

    public bool IsAllowed { get; private set; } = true;

    /// <summary>The roles that the reader may give.</summary>
    public IReadOnlyList<Role> Roles { get; private set; } = [];

    public async Task LoadAsync()
    {
        me = await session.ActorAsync();
        IsAllowed = me.May(Permissions.Administer);
        if (IsAllowed)
        {
            Members = await people.ListAsync(me);
            Presences = await presence.AllAsync(me);
            Invitations = (await invitations.ListAsync(me)) is { IsOk: true } open ? open.Value : [];
            Roles = [.. Enum.GetValues<Role>().Where(role => me.May(Features.People.Roles.Of(role, Permissions.None))).OrderByDescending(role => role == Role.Custom ? -1 : (int)role)];
        }

        IsLoading = false;
    }

    public bool IsMe(UserRow member) => member.Id.Value == me?.Subject;

    /// <summary>Who may do more than the reader is not theirs to change.</summary>
    public bool MayChange(UserRow member) => me?.May(member.Permissions) == true;

    public async Task<Problem?> InviteAsync(string email, Role role, Permissions custom)
    {
        var made = await invitations.InviteAsync(await session.ActorAsync(), email, role, custom);
        if (made.Problem is { } problem)
        {
            return problem;
        }

        Made = made.Value;
        await LoadAsync();
        return null;
    }

    public void Forget() => Made = null;

    public async Task<Problem?> WithdrawAsync(Invitation invitation) => await ThenLoadAsync((await invitations.RevokeAsync(await session.ActorAsync(), invitation.Id)).Problem);

    public async Task<Problem?> SetRoleAsync(UserRow member, Role role, Permissions custom) => await ThenLoadAsync((await people.SetRoleAsync(await session.ActorAsync(), member.Id, role, custom)).Problem);

    public async Task<Problem?> RemoveAsync(UserRow member) => await ThenLoadAsync((await people.RemoveAsync(await session.ActorAsync(), member.Id)).Problem);

    /// <summary>Calls back, on another thread, when somebody comes, goes or becomes something else.</summary>
    public async Task ListenAsync(Func<Task> changed)
    {
        var actor = await session.ActorAsync();
        listening ??= live.Listen(actor, Topics, _ => changed());
    }

    public void Dispose() => listening?.Dispose();

    private async Task<Problem?> ThenLoadAsync(Problem? problem)
    {
        await LoadAsync();
        return problem;
    }
}
