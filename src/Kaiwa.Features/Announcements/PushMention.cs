using System.Text.Json;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Announcements;

/// <summary>Tells the devices of those who were named in a note. Who has looked meanwhile, or whose note was deleted, is told nothing.</summary>
internal sealed class PushMention(DeviceStore devices, PushClient client, EffectQueue effects) : IHearOfMentions, IDoEffect
{
    public const string EffectKind = "push.mention";

    public sealed record Mention(string Device, string Note);

    public string Kind => EffectKind;

    public async Task OnMentionedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Note> note, IReadOnlyList<Id<User>> users)
    {
        var told = await DeviceStore.OfAsync(unit, workspace, users);
        if (told.Count > 0)
        {
            await effects.AddAsync(unit, told.ConvertAll(device => new NewEffect(workspace, EffectKind, $"{device}:{note}", JsonSerializer.Serialize(new Mention(device.ToString(), note.ToString())))));
        }
    }

    public async Task DoAsync(Effect effect, CancellationToken ct)
    {
        var mention = JsonSerializer.Deserialize<Mention>(effect.Payload)!;
        var note = Id<Note>.Parse(mention.Note);
        if (await devices.FindAsync(effect.WorkspaceId, Id<PushDevice>.Parse(mention.Device), ct) is { } device && await devices.MentionAsync(effect.WorkspaceId, note, device.UserId, ct) is { } line)
        {
            await client.SendAsync(effect.WorkspaceId, device, new PushMessage(line.Name, line.LastPreview, line.LastKind, $"/inbox/{line.Id:N}", note.ToString()), ct);
        }
    }
}
