using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Follows the resolutions of people, in their transaction.</summary>
public interface IFollowResolution
{
    Task OnResolvedAsync(UnitOfWork unit, Actor actor, IReadOnlyCollection<Id<Conversation>> conversations);
}

/// <summary>Hears how customers found the service, in the transaction that takes their answers in.</summary>
public interface IHearRatings
{
    Task OnRatedAsync(UnitOfWork unit, IReadOnlyList<CustomerRating> ratings);
}

/// <param name="Workspace">Whose customer.</param>
/// <param name="Number">The number they wrote to.</param>
/// <param name="Contact">Who.</param>
/// <param name="Request">The question.</param>
/// <param name="Score">1 to 5.</param>
/// <param name="At">When.</param>
public sealed record CustomerRating(Id<Workspace> Workspace, Id<Number> Number, Id<Contact> Contact, Guid Request, int Score, DateTimeOffset At);

/// <summary>Keeps with a conversation what its customer said of the service.</summary>
public interface IRateConversations
{
    Task RateAsync(UnitOfWork unit, CustomerRating rating);
}

internal sealed class RateConversations(EventStore events, ILiveFeed feed) : IRateConversations
{
    private const string Rate = """
        UPDATE conversation SET rating = @Score, rated_at = @At WHERE workspace_id = @Workspace AND number_id = @Number AND contact_id = @Contact RETURNING id
        """;

    public async Task RateAsync(UnitOfWork unit, CustomerRating rating)
    {
        if (await unit.FirstAsync<Id<Conversation>?>(Rate, rating) is not { } id)
        {
            return;
        }

        await events.AddAsync(unit, [new NewEvent(rating.Workspace, id, rating.At, ConversationEventKind.Rated, Detail: rating.Score.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        unit.AfterCommit(() =>
        {
            feed.Publish(new Change(rating.Workspace, "inbox", id.Value));
            feed.Publish(new Change(rating.Workspace, "thread", rating.Contact.Value));
        });
    }
}
