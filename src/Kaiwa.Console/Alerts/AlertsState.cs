using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Announcements;

namespace Kaiwa.Console.Alerts;

/// <summary>The devices of this person that are told of messages.</summary>
internal sealed class AlertsState(IAnnouncements push, Session session)
{
    public IReadOnlyList<PushDevice> Devices { get; private set; } = [];

    public Problem? Problem { get; private set; }

    public Task<string> KeyAsync() => push.KeyAsync();

    public async Task LoadAsync() => Devices = await push.DevicesAsync(await session.ActorAsync());

    public async Task<bool> SwitchOnAsync(NewDevice device)
    {
        Problem = (await push.SwitchOnAsync(await session.ActorAsync(), device)).Problem;
        await LoadAsync();
        return Problem is null;
    }

    public async Task SwitchOffAsync(Id<PushDevice> id)
    {
        Problem = (await push.SwitchOffAsync(await session.ActorAsync(), id)).Problem;
        await LoadAsync();
    }

    public async Task<bool> TryAsync(Id<PushDevice> id)
    {
        Problem = (await push.TryAsync(await session.ActorAsync(), id)).Problem;
        await LoadAsync();
        return Problem is null;
    }
}
