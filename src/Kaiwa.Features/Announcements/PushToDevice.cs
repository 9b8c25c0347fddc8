using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Announcements;

/// <summary>Tells one device what a customer wrote last. Read meanwhile, or given to somebody else: nothing is told. Switched off by its owner: it is forgotten.</summary>
internal sealed class PushToDevice(DeviceStore devices, PushClient client) : IDoEffect
{
    public const string EffectKind = "push.send";

    public sealed record Push(string Device, AnnounceChat.Chat Chat);

    public string Kind => EffectKind;

    public async Task DoAsync(Effect effect, CancellationToken ct)
    {
        var push = JsonSerializer.Deserialize<Push>(effect.Payload)!;
        if (await devices.FindAsync(effect.WorkspaceId, Id<PushDevice>.Parse(push.Device), ct) is { } device
            && await devices.LineAsync(effect.WorkspaceId, Id<Contact>.Parse(push.Chat.Contact), Id<Number>.Parse(push.Chat.Number), push.Chat.At, device.UserId, ct) is { } line)
        {
            var id = line.Id.ToString("N");
            await client.SendAsync(effect.WorkspaceId, device, new PushMessage(line.Name, line.LastPreview, line.LastKind, $"/inbox/{id}", id), ct);
        }
    }
}
