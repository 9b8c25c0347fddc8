using Kaiwa.Console.Shell;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.ScheduledReplies;

namespace Kaiwa.Console.Inbox;

/// <summary>What is open above the reply box.</summary>
public enum ComposerExtra
{
    None,
    Menu,
    Buttons,
    Place,
    Cards,
    Later,
}

/// <summary>Sends places and contacts, puts replies off, and knows what a reply costs.</summary>
internal sealed class ComposerSend(IInbox inbox, IAudiences audiences, IScheduledReplies scheduled, Session session, TimeProvider time)
{
    private const int MostFound = 6;

    public async Task<Problem?> SendAsync(Id<Conversation> to, ReplyContent content) =>
        (await inbox.ReplyContentAsync(await session.ActorAsync(), to, content, Id<Message>.New(time).Value)).Problem;

    /// <summary>A file that takes no words goes first, the words after it.</summary>
    public async Task<Problem?> PutOffAsync(Id<Conversation> to, string text, DateTimeOffset due, OutgoingFile? file, IReadOnlyList<string> buttons)
    {
        var actor = await session.ActorAsync();
        if (file is null)
        {
            return (await scheduled.AddAsync(actor, to, text, due, Id<Message>.New(time).Value, new ScheduledExtras { Buttons = buttons })).Problem;
        }

        var takesWords = buttons.Count > 0 || SendableFile.Judge(file.Mime, file.Name, file.Size).Value.TakesCaption;
        await using var bytes = await file.OpenAsync() ?? Stream.Null;
        var extras = new ScheduledExtras { File = new FileToSend(bytes, file.Mime, file.Name), Buttons = buttons };
        var added = await scheduled.AddAsync(actor, to, takesWords ? text : "", due, file.Id, extras);
        return added.Problem ?? (takesWords || text.Length == 0 ? null : await PutOffAsync(to, text, due, null, []));
    }

    /// <summary>The file of a reply that was taken back.</summary>
    public OutgoingFile? FileOf(ScheduledReply reply) => reply.File is not { } kept ? null
        : new(kept.Name ?? kept.Mime, kept.Mime, kept.Size, Id<Message>.New(time).Value, _ => OpenAsync(reply.Id))
        {
            Picture = kept.Mime.StartsWith("image/", StringComparison.Ordinal) ? kept.Url : null,
        };

    private async Task<Stream?> OpenAsync(Id<ScheduledReply> id) => await scheduled.OpenFileAsync(await session.ActorAsync(), id) is { IsOk: true } opened ? opened.Value.Content : null;

    /// <summary>Contacts with a telephone number.</summary>
    public async Task<IReadOnlyList<ContactRow>> ContactsAsync(string wish) =>
        [.. (await audiences.ListAsync(await session.ActorAsync(), new ContactFilter(Search: wish.Trim() is { Length: > 0 } text ? text : null, Limit: 20))).Items.Where(contact => contact.Phone is not null).Take(MostFound)];

    public async Task<ReplyPrice?> PriceAsync(Id<Conversation> conversation) => await inbox.PriceAsync(await session.ActorAsync(), conversation) is { IsOk: true } price ? price.Value : null;
}
