using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Satisfaction;

/// <summary>Asks customers how the service was after a person resolved their conversation, and keeps what they say.</summary>
public interface ISatisfaction
{
    Task<SatisfactionSettings> FindAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Says all of it anew.</summary>
    Task<Result<SatisfactionSettings>> ChangeAsync(Actor actor, SatisfactionSettings settings, CancellationToken ct = default);

    /// <summary>The templates that can ask, by name.</summary>
    Task<IReadOnlyList<Template>> TemplatesAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Averages and counts of the answers between two moments, in all and for each colleague who resolved.</summary>
    Task<Result<RatingSummary>> SummaryAsync(Actor actor, DateTimeOffset from, DateTimeOffset until, CancellationToken ct = default);

    /// <summary>The answers between two moments, the latest first.</summary>
    Task<Result<Page<Rating>>> RatingsAsync(Actor actor, RatingFilter filter, CancellationToken ct = default);
}

public sealed record RatingFilter(DateTimeOffset From, DateTimeOffset Until, Id<User>? User = null, string? Cursor = null, int Limit = 50);

/// <param name="IsOn">Off until somebody switches it on.</param>
/// <param name="DelayMinutes">How long after the resolution: 0 to 1,440.</param>
/// <param name="PauseDays">Nobody is asked again before: 1 to 365.</param>
/// <param name="Language">Of customers whose own is not known: <c>en</c> or <c>ja</c>.</param>
/// <param name="English">The question, at most 1,024 characters; empty for the usual words.</param>
/// <param name="Japanese">The question, at most 1,024 characters; empty for the usual words.</param>
/// <param name="Template">For those whose 24 hours are over: approved, without variables, with three or five quick replies and no other buttons, the best first. Null: they are not asked.</param>
public sealed record SatisfactionSettings(bool IsOn, int DelayMinutes, int PauseDays, string Language, string English, string Japanese, Id<Template>? Template = null)
{
    public const int LongestText = 1024;

    public static readonly SatisfactionSettings None = new(false, 5, 30, "en", "", "");
}

/// <param name="Asked">How many were asked in that time.</param>
/// <param name="Answered">How many answered in that time.</param>
/// <param name="Average">Of their answers; null without any.</param>
/// <param name="Scores">How many gave 1, 2, 3, 4, 5.</param>
/// <param name="Agents">Those who resolved, by name.</param>
public sealed record RatingSummary(int Asked, int Answered, double? Average, IReadOnlyList<int> Scores, IReadOnlyList<AgentRatings> Agents);

/// <param name="UserId">Who resolved.</param>
/// <param name="Name">Null when they have left.</param>
/// <param name="Answered">How many answers.</param>
/// <param name="Average">Of them.</param>
public sealed record AgentRatings(Id<User> UserId, string? Name, int Answered, double Average);

public sealed record Rating
{
    public required Id<Message> Id { get; init; }

    public required Id<Conversation> ConversationId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public string? Customer { get; init; }

    /// <summary>1 to 5.</summary>
    public required int Score { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who resolved.</summary>
    public required Id<User> UserId { get; init; }

    /// <summary>The first words within an hour of the answer.</summary>
    public string? Comment { get; init; }
}
