using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;

namespace Kaiwa.Console.Labels;

/// <summary>The shop's labels and closing reasons, and the one that is being written.</summary>
public sealed class LabelsState(ILabels labels, Session session)
{
    public IReadOnlyList<Label> Labels { get; private set; } = [];

    public IReadOnlyList<ClosingReason> Reasons { get; private set; } = [];

    public bool IsLoading { get; private set; } = true;

    public bool IsAllowed { get; private set; }

    public string NewName { get; set; } = "";

    public LabelColour NewColour { get; set; } = LabelColour.Teal;

    public string NewReason { get; set; } = "";

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        IsAllowed = actor.May(Permissions.Administer);
        (Labels, Reasons) = (await labels.ListAsync(actor), await labels.ReasonsAsync(actor));
        IsLoading = false;
    }

    public async Task<Problem?> CreateAsync()
    {
        var made = await labels.CreateAsync(await session.ActorAsync(), NewName, NewColour);
        if (made.IsOk)
        {
            NewName = "";
        }

        await LoadAsync();
        return made.Problem;
    }

    public async Task<Problem?> ChangeAsync(Label label) => await ReadAfterAsync((await labels.ChangeAsync(await session.ActorAsync(), label.Id, label.Name, label.Colour)).Problem);

    public async Task<Problem?> DeleteAsync(Id<Label> id) => await ReadAfterAsync((await labels.DeleteAsync(await session.ActorAsync(), id)).Problem);

    public async Task<Problem?> CreateReasonAsync()
    {
        var made = await labels.CreateReasonAsync(await session.ActorAsync(), NewReason);
        if (made.IsOk)
        {
            NewReason = "";
        }

        return await ReadAfterAsync(made.Problem);
    }

    public async Task<Problem?> DeleteReasonAsync(Id<ClosingReason> id) => await ReadAfterAsync((await labels.DeleteReasonAsync(await session.ActorAsync(), id)).Problem);

    private async Task<Problem?> ReadAfterAsync(Problem? problem)
    {
        await LoadAsync();
        return problem;
    }
}
