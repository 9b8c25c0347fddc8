using Kaiwa.Core.Events;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Hours;

/// <summary>A customer wrote: a welcome if it is the first time, a word if the shop is closed. What is noted as answered and what is sent is one transaction.</summary>
internal sealed class OnCustomerCame(HoursStore store, IAnswerAutomatically answer, TimeProvider time) : IReact<MessageReceived>
{
    public string Name => "hours.on-customer-came";

    public async Task ReactAsync(IReadOnlyList<MessageReceived> events, UnitOfWork unit, CancellationToken ct)
    {
        foreach (var shop in events.Where(received => received.Message != default && RatingId.Read(received.Raw) is null).GroupBy(received => received.Workspace))
        {
            if (await store.FindAsync(unit, shop.Key) is not { } row || !(row.AwayOn || row.WelcomeOn))
            {
                continue;
            }

            foreach (var received in shop)
            {
                await AnswerAsync(unit, received, row);
            }
        }
    }

    private async Task AnswerAsync(UnitOfWork unit, MessageReceived received, HoursRow row)
    {
        var now = time.GetUtcNow();
        if (await store.WrittenAsync(unit, received.Workspace, received.Message) is not { } written || written.Kind is "reaction" or "edit" or "revoke" or "system" || written.At + ServiceWindow.Length <= now)
        {
            return;
        }

        if (row.WelcomeOn && !written.IsKnown && await store.NoteAsync(unit, received.Workspace, written, AutomaticKind.Welcome, DateTimeOffset.UnixEpoch))
        {
            await answer.AddAsync(unit, received.Workspace, written.NumberId, written.ContactId, row.WelcomeText, written.At + ServiceWindow.Length);
        }

        if (row.AwayOn && row.ToCalendar().ClosedSince(now) is { } closed
            && await store.NoteAsync(unit, received.Workspace, written, AutomaticKind.Away, closed))
        {
            await answer.AddAsync(unit, received.Workspace, written.NumberId, written.ContactId, row.AwayText, written.At + ServiceWindow.Length);
        }
    }
}
