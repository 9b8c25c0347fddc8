using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.CannedReplies;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Console.CannedReplies;

/// <summary>The list of canned replies and the one that is being written.</summary>
internal sealed class CannedRepliesState(ICannedReplies replies, ITeams teams, Session session)
{
    private Id<CannedReply>? editing;

    /// <summary>A customer of whom the name is known, in the preview.</summary>
    public const string Somebody = "Ana Silva";

    public IReadOnlyList<CannedReply> Rows { get; private set; } = [];

    public bool IsLoading { get; private set; } = true;

    public bool IsEditing { get; private set; }

    public string Shortcut { get; set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Everybody: empty. One person: <see cref="Me"/>. Else the id of a team.</summary>
    public string Scope { get; set; } = "";

    public const string Me = "me";

    /// <summary>Those that it can be for: the person's own, or all for who manages the shop.</summary>
    public IReadOnlyList<Team> Teams { get; private set; } = [];

    public string Hotkey { get; set; } = "";

    public string[] Buttons { get; } = ["", "", ""];

    /// <summary>What it carries already.</summary>
    public CannedFile? File { get; private set; }

    public Problem? Problem { get; private set; }

    /// <summary>The words for a customer with a name and for one without; null while they cannot be read.</summary>
    public (FilledReply Known, FilledReply Unknown)? Preview { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        Rows = await replies.ListAsync(actor);
        Teams = [.. (await teams.ListAsync(actor)).Where(team => actor.May(Permissions.Administer) || team.Members.Contains(new Id<User>(actor.Subject)))];
        IsLoading = false;
    }

    /// <summary>Opens the form: for one that is there, or for a new one.</summary>
    public async Task EditAsync(CannedReply? row)
    {
        (IsEditing, editing, Shortcut, Scope, Hotkey, File, Problem) = (true, row?.Id, row?.Shortcut ?? "", row is { IsPersonal: true } ? Me : row?.TeamId?.ToString() ?? "", row?.Hotkey ?? "", row?.File, null);
        for (var i = 0; i < Buttons.Length; i++)
        {
            Buttons[i] = row?.Buttons.ElementAtOrDefault(i) ?? "";
        }

        await WriteAsync(row?.Text ?? "");
    }

    public void Close() => IsEditing = false;

    public async Task WriteAsync(string text)
    {
        Text = text;
        var actor = await session.ActorAsync();
        var (known, unknown) = (replies.Sample(actor, text, Somebody), replies.Sample(actor, text, ""));
        Preview = text.Length > 0 && known.IsOk && unknown.IsOk ? (known.Value, unknown.Value) : null;
    }

    /// <param name="chosen">A file for it to carry; null leaves the one it has.</param>
    public async Task SaveAsync(FileToSend? chosen)
    {
        var actor = await session.ActorAsync();
        var wish = new CannedReplyWish(Shortcut.Trim().TrimStart('/'), Text, Scope == Me) { TeamId = Id<Team>.TryParse(Scope, null, out var team) ? team : null, Hotkey = Hotkey.Length == 0 ? null : Hotkey, Buttons = [.. Buttons.Select(button => button.Trim()).Where(button => button.Length > 0)] };
        var saved = editing is { } id ? await replies.ChangeAsync(actor, id, wish) : await replies.CreateAsync(actor, wish);
        if (saved.IsOk)
        {
            editing = saved.Value.Id;
            saved = chosen is not null ? await replies.AttachAsync(actor, saved.Value.Id, chosen) : saved.Value.File is not null && File is null ? await replies.DetachAsync(actor, saved.Value.Id) : saved;
        }

        Problem = saved.Problem;
        IsEditing = Problem is not null;
        await LoadAsync();
    }

    public void DropFile() => File = null;

    public async Task<Problem?> DeleteAsync(CannedReply row)
    {
        var problem = (await replies.DeleteAsync(await session.ActorAsync(), row.Id)).Problem;
        await LoadAsync();
        return problem;
    }

    public async Task<Problem?> RestoreAsync(CannedReply row)
    {
        var problem = (await replies.RestoreAsync(await session.ActorAsync(), row.Id)).Problem;
        await LoadAsync();
        return problem;
    }
}
