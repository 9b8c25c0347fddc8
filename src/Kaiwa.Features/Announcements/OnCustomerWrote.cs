using System.Text.Json;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Events;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Announcements;

/// <summary>A customer asks something: those who are to know are found out soon after, for the latest of what came together.</summary>
internal sealed class OnCustomerWrote(DeviceStore devices, EffectQueue effects) : IReact<MessageReceived>
{
    public string Name => "announcements.on-message";

    public async Task ReactAsync(IReadOnlyList<MessageReceived> events, UnitOfWork unit, CancellationToken ct)
    {
        var listening = await devices.WorkspacesAsync(unit);
        var heard = events.Where(received => received.Message != default && listening.Contains(received.Workspace) && RatingId.Read(received.Raw) is null).ToList();
        var asking = await DeviceStore.AskingAsync(unit, heard);
        var wanted = heard.Where(received => asking.Contains(received.Message))
            .GroupBy(received => (received.Contact, received.Number))
            .Select(chat => chat.MaxBy(received => received.At)!)
            .Select(chat => new NewEffect(chat.Workspace, AnnounceChat.EffectKind, chat.Message.ToString(), JsonSerializer.Serialize(new AnnounceChat.Chat(chat.Contact.ToString(), chat.Number.ToString(), chat.At.ToUnixTimeMilliseconds()))))
            .ToList();
        if (wanted.Count > 0)
        {
            await effects.AddAsync(unit, wanted);
        }
    }
}
