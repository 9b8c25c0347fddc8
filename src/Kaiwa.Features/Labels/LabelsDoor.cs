using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Labels;

internal sealed class LabelsDoor(Database database, LabelStore labels, AuditLog audit, ILiveFeed feed, TimeProvider time) : ILabels
{
    private const int LongestName = 40;
    private const int Most = 200;

    public Task<IReadOnlyList<Label>> ListAsync(Actor actor, CancellationToken ct = default) => labels.AllAsync(actor.Workspace, ct);

    public Task<Result<Label>> CreateAsync(Actor actor, string name, LabelColour colour, CancellationToken ct = default) =>
        SaveAsync(actor, new Label(Id<Label>.New(time), name, colour), isNew: true, ct);

    public Task<Result<Label>> ChangeAsync(Actor actor, Id<Label> id, string name, LabelColour colour, CancellationToken ct = default) => SaveAsync(actor, new Label(id, name, colour), isNew: false, ct);

    public async Task<Result<bool>> DeleteAsync(Actor actor, Id<Label> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        var gone = await database.InTransactionAsync(
            async unit => await labels.DeleteAsync(unit, actor.Workspace, id) && await ToldAsync(unit, actor, "label.deleted", id.Value, null),
            ct: ct);
        return gone ? true : LabelProblems.LabelUnknown;
    }

    public Task<IReadOnlyList<ClosingReason>> ReasonsAsync(Actor actor, CancellationToken ct = default) => labels.ReasonsAsync(actor.Workspace, ct);

    public async Task<Result<ClosingReason>> CreateReasonAsync(Actor actor, string name, CancellationToken ct = default)
    {
        if (Refusal(actor, name, out var clean) is { } refusal)
        {
            return refusal;
        }

        if ((await labels.ReasonsAsync(actor.Workspace, ct)).Count >= Most)
        {
            return LabelProblems.TooMany;
        }

        var reason = new ClosingReason(Id<ClosingReason>.New(time), clean);
        var isNew = await database.InTransactionAsync(
            async unit => await labels.InsertReasonAsync(unit, actor.Workspace, reason) && await ToldAsync(unit, actor, "closing-reason.created", reason.Id.Value, clean),
            ct: ct);
        return isNew ? reason : LabelProblems.LabelTaken;
    }

    public async Task<Result<bool>> DeleteReasonAsync(Actor actor, Id<ClosingReason> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        var gone = await database.InTransactionAsync(
            async unit => await labels.DeleteReasonAsync(unit, actor.Workspace, id) && await ToldAsync(unit, actor, "closing-reason.deleted", id.Value, null),
            ct: ct);
        return gone ? true : LabelProblems.ReasonUnknown;
    }

    private async Task<Result<Label>> SaveAsync(Actor actor, Label label, bool isNew, CancellationToken ct)
    {
        if (Refusal(actor, label.Name, out var name) is { } refusal)
        {
            return refusal;
        }

        if (isNew && (await labels.AllAsync(actor.Workspace, ct)).Count >= Most)
        {
            return LabelProblems.TooMany;
        }

        label = label with { Name = name };
        return await database.InTransactionAsync<Result<Label>>(
            async unit =>
            {
                if (await labels.IsTakenAsync(unit, actor.Workspace, name, label.Id))
                {
                    return LabelProblems.LabelTaken;
                }

                if (isNew)
                {
                    await labels.InsertAsync(unit, actor.Workspace, label);
                }
                else if (!await labels.UpdateAsync(unit, actor.Workspace, label))
                {
                    return LabelProblems.LabelUnknown;
                }

                await ToldAsync(unit, actor, isNew ? "label.created" : "label.changed", label.Id.Value, name);
                return label;
            },
            ct: ct);
    }

    private static Problem? Refusal(Actor actor, string name, out string clean)
    {
        clean = name.Trim();
        return Permitted.Refusal(actor, Permissions.Administer) is { } refusal ? refusal
            : clean.Length is 0 or > LongestName || clean.Any(letter => char.IsControl(letter) || letter == '|') ? LabelProblems.LabelName
            : null;
    }

    private async Task<bool> ToldAsync(UnitOfWork unit, Actor actor, string action, Guid subject, string? details)
    {
        await audit.WriteAsync(unit, actor, action, subject.ToString("N"), details);
        unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "labels", subject)));
        return true;
    }
}
