using Kaiwa.Core.Contacts;
using Kaiwa.Core.Events;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox.Notes;

namespace Kaiwa.Features.Inbox;

/// <summary>A customer wrote: the conversation comes to the top, is open and has something unread.</summary>
internal sealed class OnMessageReceived(RefreshConversations refresh, IHearRatings ratings, TimeProvider time) : IReact<MessageReceived>
{
    // The event's contact may have been joined to another since: the message's row knows.
    private const string SelectPairs = """
        SELECT m.workspace_id, m.number_id, m.contact_id, m.kind, v.at_event FROM {rows} JOIN message m ON m.id = v.id AND m.workspace_id = v.workspace_id
        """;

    public string Name => "inbox.on-message";

    public async Task ReactAsync(IReadOnlyList<MessageReceived> events, UnitOfWork unit, CancellationToken ct)
    {
        var placed = events.Where(received => received.Message != default).Select((received, i) => (Event: received, At: i, Rating: RatingId.Read(received.Raw))).ToList();
        var touched = await unit.BulkQueryAsync(
            SelectPairs,
            new Bulk<(MessageReceived Event, int At, (Guid Request, int Score)? Rating)>(placed).Id("id", item => item.Event.Message).Id("workspace_id", item => item.Event.Workspace).Int("at_event", item => item.At),
            reader => (Pair: new Pair(reader.ReadId<Workspace>(0), reader.ReadId<Number>(1), reader.ReadId<Contact>(2)), Kind: reader.GetString(3), placed[reader.GetInt32(4)].Event, placed[reader.GetInt32(4)].Rating));
        await refresh.HandleAsync(unit, touched.ConvertAll(item => (item.Pair, Asks(item.Kind, item.Rating))));
        await NoteStore.TellFollowersAsync(unit, touched.Where(item => Asks(item.Kind, item.Rating)).Select(item => item.Pair).Distinct().ToList(), time.GetUtcNow());
        var rated = touched.Where(item => item.Rating is not null)
            .Select(item => new CustomerRating(item.Pair.Workspace, item.Pair.Number, item.Pair.Contact, item.Rating!.Value.Request, item.Rating.Value.Score, item.Event.At)).ToList();
        if (rated.Count > 0)
        {
            await ratings.OnRatedAsync(unit, rated);
        }
    }

    private static bool Asks(string kind, (Guid Request, int Score)? rating) => AskingKinds.Has(kind) && rating is null;
}
