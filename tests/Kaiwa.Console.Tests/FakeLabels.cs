using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;

namespace Kaiwa.Console.Tests;

/// <summary>A shop's words in memory.</summary>
internal sealed class FakeLabels : ILabels
{
    public List<Label> Labels { get; } = [];

    public List<ClosingReason> Reasons { get; } = [];

    public Task<IReadOnlyList<Label>> ListAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<Label>>(Labels);

    public Task<Result<Label>> CreateAsync(Actor actor, string name, LabelColour colour, CancellationToken ct = default)
    {
        Labels.Add(new Label(Some.Id<Label>(50 + Labels.Count), name, colour));
        return Task.FromResult<Result<Label>>(Labels[^1]);
    }

    public Task<Result<Label>> ChangeAsync(Actor actor, Id<Label> id, string name, LabelColour colour, CancellationToken ct = default) => Task.FromResult<Result<Label>>(new Label(id, name, colour));

    public Task<Result<bool>> DeleteAsync(Actor actor, Id<Label> id, CancellationToken ct = default) => Task.FromResult<Result<bool>>(Labels.RemoveAll(label => label.Id == id) > 0);

    public Task<IReadOnlyList<ClosingReason>> ReasonsAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<ClosingReason>>(Reasons);

    public Task<Result<ClosingReason>> CreateReasonAsync(Actor actor, string name, CancellationToken ct = default)
    {
        Reasons.Add(new ClosingReason(Some.Id<ClosingReason>(60 + Reasons.Count), name));
        return Task.FromResult<Result<ClosingReason>>(Reasons[^1]);
    }

    public Task<Result<bool>> DeleteReasonAsync(Actor actor, Id<ClosingReason> id, CancellationToken ct = default) => Task.FromResult<Result<bool>>(Reasons.RemoveAll(reason => reason.Id == id) > 0);
}
