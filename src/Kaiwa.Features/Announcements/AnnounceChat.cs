using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Announcements;

/// <summary>Finds out who is to know of a customer's message, and has each of their devices told on its own.</summary>
internal sealed class AnnounceChat(Database database, DeviceStore devices, EffectQueue effects) : IDoEffect
{
    public const string EffectKind = "push.announce";

    // The inbox hears of a message about as soon as we do; under load some minutes are waited for it.
    private const int MostWaits = 6;

    public sealed record Chat(string Contact, string Number, long At);

    public string Kind => EffectKind;

    public async Task DoAsync(Effect effect, CancellationToken ct)
    {
        var chat = JsonSerializer.Deserialize<Chat>(effect.Payload)!;
        var (contact, number) = (Id<Contact>.Parse(chat.Contact), Id<Number>.Parse(chat.Number));
        if (effect.Attempts <= MostWaits && !await devices.KnowsAsync(effect.WorkspaceId, contact, number, chat.At, ct))
        {
            throw new InvalidOperationException("The inbox has not heard of the message yet.");
        }

        // Asked after the inbox knows: the other way round it could hear of the message between the two questions, and nobody would be told.
        var told = await devices.ToldAsync(effect.WorkspaceId, contact, number, chat.At, ct);
        if (told.Count > 0)
        {
            await database.InTransactionAsync(
                unit => effects.AddAsync(unit, told.Select(device => new NewEffect(effect.WorkspaceId, PushToDevice.EffectKind, $"{device}:{effect.Key}", JsonSerializer.Serialize(new PushToDevice.Push(device.ToString(), chat)))).ToList()),
                ct: ct);
        }
    }
}
