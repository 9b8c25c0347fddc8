using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Announcements;

/// <summary>Who left the shop hears no more of its customers.</summary>
internal sealed class ForgetDevices(DeviceStore devices) : IFollowRemoval
{
    public Task OnMemberRemovedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => devices.ForgetAllAsync(unit, workspace, user);
}
