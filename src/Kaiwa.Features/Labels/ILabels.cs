using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Labels;

/// <summary>The shop's own words for its conversations: labels, and reasons to resolve one. Live topic: <c>labels</c> (subject: the word).</summary>
public interface ILabels
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<Label>> ListAsync(Actor actor, CancellationToken ct = default);

    Task<Result<Label>> CreateAsync(Actor actor, string name, LabelColour colour, CancellationToken ct = default);

    Task<Result<Label>> ChangeAsync(Actor actor, Id<Label> id, string name, LabelColour colour, CancellationToken ct = default);

    /// <summary>Takes it off every conversation, too.</summary>
    Task<Result<bool>> DeleteAsync(Actor actor, Id<Label> id, CancellationToken ct = default);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<ClosingReason>> ReasonsAsync(Actor actor, CancellationToken ct = default);

    Task<Result<ClosingReason>> CreateReasonAsync(Actor actor, string name, CancellationToken ct = default);

    /// <summary>Conversations that were resolved with it keep the word.</summary>
    Task<Result<bool>> DeleteReasonAsync(Actor actor, Id<ClosingReason> id, CancellationToken ct = default);
}
