using System.Text;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Messages;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Features.Inbox;

/// <summary>What an agent sends besides words and files.</summary>
public abstract record ReplyContent
{
    private ReplyContent()
    {
    }

    /// <summary>Words with up to three quick replies; a picture, video or document may stand above.</summary>
    public sealed record Buttons(string Text, IReadOnlyList<string> Titles) : ReplyContent
    {
        public FileToSend? File { get; init; }

        /// <summary>Why these titles cannot be quick replies; null when they can.</summary>
        public static Problem? Refusal(IReadOnlyList<string> titles) =>
            titles.Count is 0 or > 3 || titles.Any(title => string.IsNullOrWhiteSpace(title) || title.Length > 20) || titles.Distinct(StringComparer.Ordinal).Count() < titles.Count ? InboxProblems.Buttons : null;
    }

    /// <summary>A place in degrees; the address is shown only with a name.</summary>
    public sealed record Place(double Latitude, double Longitude, string? Name = null, string? Address = null) : ReplyContent;

    /// <summary>Cards of contacts whose telephone number is known.</summary>
    public sealed record Cards(IReadOnlyList<Id<Contact>> Contacts) : ReplyContent;
}

/// <summary>An agent sends buttons, a place or contacts within the 24 hours.</summary>
internal sealed class ReplyWithContent(ConversationStore conversations, SendToCustomer send, MediaStore store, SentMedia sent)
{
    private const int LongestBody = 1024;

    public Task<Result<Id<Message>>> Handle(Actor actor, Id<Conversation> id, ReplyContent content, Guid? clientId, CancellationToken ct) =>
        send.BeginAsync(actor, id, clientId, withinWindow: true, (conversation, number) => SendAsync(actor, conversation, number, content, clientId, ct), ct);

    private async Task<Result<Id<Message>>> SendAsync(Actor actor, ConversationRecord conversation, Number number, ReplyContent content, Guid? clientId, CancellationToken ct)
    {
        var written = content switch
        {
            ReplyContent.Buttons buttons => await WriteAsync(actor, number, buttons, ct),
            ReplyContent.Place place => Write(place),
            ReplyContent.Cards cards => await WriteAsync(actor, cards, ct),
            _ => throw new InvalidOperationException("The set of contents is closed."),
        };
        return written.Problem is { } unfit ? unfit : await send.Handle(actor, conversation, number, Draft(written.Value, conversation.WindowClosesAt!.Value, clientId), ct);
    }

    private static SendToCustomer.Draft Draft(Written written, DateTimeOffset windowClosesAt, Guid? clientId) => new()
    {
        Kind = written.Kind,
        Content = Encoding.UTF8.GetString(OutgoingMessageJson.WriteContent(written.Message)),
        Category = Category.Service,
        ExpiresAt = windowClosesAt,
        AuditAction = "conversation.replied",
        ClientId = clientId,
        File = written.File,
    };

    private async Task<Result<Written>> WriteAsync(Actor actor, Number number, ReplyContent.Buttons buttons, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(buttons.Text))
        {
            return InboxProblems.TextEmpty;
        }

        if (buttons.Text.Length > LongestBody)
        {
            return InboxProblems.ButtonsTextTooLong;
        }

        if (ReplyContent.Buttons.Refusal(buttons.Titles) is { } unfit)
        {
            return unfit;
        }

        var items = buttons.Titles.Select((title, index) => new ReplyButton($"reply-{index + 1}", title)).ToList();
        if (buttons.File is not { } file)
        {
            return new Written("interactive", new OutgoingMessage.Buttons(buttons.Text, items), null);
        }

        var judged = SendableFile.Judge(file.Mime, file.FileName, 0);
        if (judged.Problem is { } kind)
        {
            return kind;
        }

        if (judged.Value.Kind is not ("image" or "video" or "document"))
        {
            return InboxProblems.ButtonsFile;
        }

        if (await store.SaveAsync(actor.Workspace, file.Content, judged.Value.Largest, ct) is not { } bytes)
        {
            return judged.Value.TooLarge();
        }

        var kept = new KeptFile(bytes.Sha256, bytes.Size, judged.Value.Mime, Path.GetFileName(file.FileName));
        var uploaded = await sent.UploadAsync(number, kept, ct);
        if (uploaded.Problem is { } refused)
        {
            return refused;
        }

        var source = new MediaSource.ById(uploaded.Value);
        InteractiveHeader header = judged.Value.Kind switch
        {
            "image" => new InteractiveHeader.Image(source),
            "video" => new InteractiveHeader.Video(source),
            _ => new InteractiveHeader.Document(source, kept.FileName),
        };
        return new Written("interactive", new OutgoingMessage.Buttons(buttons.Text, items, header), (uploaded.Value, kept));
    }

    private static Result<Written> Write(ReplyContent.Place place) => Math.Abs(place.Latitude) <= 90 && Math.Abs(place.Longitude) <= 180
        ? new Written("location", new OutgoingMessage.Location(place.Latitude, place.Longitude, Words(place.Name), Words(place.Name) is null ? null : Words(place.Address)), null)
        : InboxProblems.NotOnEarth;

    private async Task<Result<Written>> WriteAsync(Actor actor, ReplyContent.Cards cards, CancellationToken ct)
    {
        var known = new List<ContactCard>();
        foreach (var contact in cards.Contacts.Distinct())
        {
            if (await conversations.CardAsync(actor.Workspace, contact, ct) is not { } card)
            {
                return InboxProblems.CardUnknown;
            }

            known.Add(new ContactCard(new ContactName(card.Name ?? "+" + card.Phone, card.Name ?? "+" + card.Phone)) { Phones = [new ContactPhone("+" + card.Phone, "CELL", card.Phone)] });
        }

        return known.Count is 0 or > 10 ? InboxProblems.CardUnknown : new Written("contacts", new OutgoingMessage.Contacts(known), null);
    }

    private static string? Words(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private sealed record Written(string Kind, OutgoingMessage Message, (string MetaId, KeptFile Kept)? File);
}
