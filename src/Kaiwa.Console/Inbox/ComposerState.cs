using Kaiwa.Console.Shell;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.CannedReplies;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>What goes out besides the typed words: canned replies, buttons.</summary>
internal sealed class ComposerState(ICannedReplies canned, IInbox inbox, Session session, TimeProvider time)
{
    /// <summary>The labels of the quick replies below the text.</summary>
    public IReadOnlyList<string> Buttons { get; set; } = [];

    /// <summary>Variables of the canned reply that nothing is known for.</summary>
    public IReadOnlyList<string> Unfilled { get; private set; } = [];

    public void Forget() => (Buttons, Unfilled) = ([], []);

    public async Task<IReadOnlyList<CannedChoice>> CannedAsync() =>
        [.. (await canned.ListAsync(await session.ActorAsync())).Where(reply => !reply.IsOfOthers).Select(reply => new CannedChoice(reply.Id.ToString(), reply.Shortcut, reply.Text, reply.Hotkey))];

    public async Task<string?> LookAsync(string id, string conversation) =>
        Id<CannedReply>.TryParse(id, null, out var reply) && Id<Conversation>.TryParse(conversation, null, out var to)
        && await canned.FillAsync(await session.ActorAsync(), reply, to, isLook: true) is { IsOk: true } filled ? filled.Value.Text : null;

    /// <summary>Takes a canned reply: its words for this customer and the file it carries.</summary>
    public async Task<Result<(string Text, OutgoingFile? File)>> TakeAsync(string id, string conversation)
    {
        var actor = await session.ActorAsync();
        var filled = await canned.FillAsync(actor, Id<CannedReply>.Parse(id), Id<Conversation>.Parse(conversation));
        if (filled.Problem is { } problem)
        {
            return problem;
        }

        var reply = (await canned.ListAsync(actor)).FirstOrDefault(one => one.Id.ToString() == id);
        Unfilled = filled.Value.Missing;
        Buttons = reply?.Buttons ?? [];
        return (filled.Value.Text, reply?.File is { } carried ? File(reply, carried) : null);
    }

    /// <summary>Sends what stands in the box together with the buttons. What is refused keeps its buttons.</summary>
    public async Task<Problem?> SendButtonsAsync(Id<Conversation> to, string text, OutgoingFile? file)
    {
        var buttons = Buttons;
        await using var bytes = file is null ? null : await file.OpenAsync();
        var content = new ReplyContent.Buttons(text, buttons) { File = bytes is null ? null : new FileToSend(bytes, file!.Mime, file.Name) };
        return (await inbox.ReplyContentAsync(await session.ActorAsync(), to, content, file?.Id ?? Id<Message>.New(time).Value)).Problem;
    }

    private OutgoingFile File(CannedReply reply, CannedFile carried) => new(carried.Name ?? reply.Shortcut, carried.Mime, carried.Size, Id<Message>.New(time).Value, _ => OpenAsync(reply.Id))
    {
        Picture = carried.Mime.StartsWith("image/", StringComparison.Ordinal) ? carried.Url : null,
    };

    private async Task<Stream?> OpenAsync(Id<CannedReply> id) => await canned.OpenFileAsync(await session.ActorAsync(), id) is { IsOk: true } opened ? opened.Value.Content : null;
}

/// <summary>A canned reply as the list at the box has it.</summary>
public sealed record CannedChoice(string Id, string Shortcut, string Text, string? Hotkey);
