using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Satisfaction;

/// <summary>A customer answered: the first answer to a question counts.</summary>
internal sealed class RecordRatings(IRateConversations conversations) : IHearRatings
{
    public async Task OnRatedAsync(UnitOfWork unit, IReadOnlyList<CustomerRating> ratings)
    {
        foreach (var rating in ratings)
        {
            if (await RequestStore.AnswerAsync(unit, rating))
            {
                await conversations.RateAsync(unit, rating);
            }
        }
    }
}
