using Kaiwa.Core.Messages;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>A message, a note or a deed in words, for people to read.</summary>
/// <param name="Who">Whose it is; null for what was done.</param>
/// <param name="Kind">Null for plain words.</param>
/// <param name="Words">May be several lines; may be empty.</param>
/// <param name="Details">What else it holds: items of an order, numbers of a card.</param>
/// <param name="Marks">What became of it.</param>
internal sealed record ExportSaid(string? Who, string? Kind, string Words, IReadOnlyList<string> Details, IReadOnlyList<string> Marks)
{
    public static ExportSaid Of(ExportJob job, ExportItem item) => item switch
    {
        { Message: { } message } => Of(job, message),
        { Note: { } note } => new(job.Say("note", ExportNames.OneLine(note.Author)), null, note.Text, [], note.EditedAt is null ? [] : [job.Say("edited")]),
        { Event: { } done } => new(null, null, Of(job, done), [], []),
        _ => throw new InvalidOperationException("An item of an export is a message, a note or an event."),
    };

    private static ExportSaid Of(ExportJob job, ThreadMessage message)
    {
        var who = message.Direction == Direction.Incoming ? job.Customer : job.Shop;
        if (message.IsRevoked)
        {
            return new(who, null, job.Say("revoked"), [], []);
        }

        var (incoming, outgoing) = message.Direction == Direction.Incoming ? (MessageWords.Incoming(message.Content), (OutgoingMessage?)null) : (null, MessageWords.Outgoing(message.Content));
        var quoted = message.QuotedText switch { null => null, "" => job.Say("quoted.nameless"), var words => job.Say("quoted", MessageWords.Preview(words)) };
        var details = incoming is not null ? ExportDetails.Of(incoming) : ExportDetails.Of(outgoing);
        return new(who, KindOf(job, message, incoming), message.Text == message.Media?.FileName ? "" : message.Text ?? "", [.. new[] { quoted }.OfType<string>(), .. details.Where(line => line != message.Text)], [.. MarksOf(job, message)]);
    }

    private static string? KindOf(ExportJob job, ThreadMessage message, IncomingMessage? incoming)
    {
        var kind = incoming switch
        {
            IncomingMessage.Media { Voice: true } => "voice",
            IncomingMessage.ButtonReply or IncomingMessage.ListReply => "choice",
            IncomingMessage.FlowReply => "form",
            IncomingMessage.CallPermissionReply => "calls",
            _ => message.Kind,
        };
        return kind == "text" ? null : ExportWords.Has("kind." + kind) ? job.Say("kind." + kind) : job.Say("kind.unknown", kind);
    }

    private static IEnumerable<string> MarksOf(ExportJob job, ThreadMessage message)
    {
        if (message.IsEdited)
        {
            yield return job.Say("edited");
        }

        if (message.ReactionEmoji is { } emoji)
        {
            yield return job.Say("reaction", emoji);
        }

        if (message.Direction == Direction.Incoming)
        {
            yield break;
        }

        if (message.Origin is Origin.Broadcast or Origin.Key or Origin.System)
        {
            yield return job.Say("origin." + message.Origin);
        }

        var state = job.Say("state." + (message.Job == JobState.Held ? "Held" : message.State.ToString()));
        yield return message.Problem is { } problem ? $"{state}: {problem.Sentence(job.Wish.Language)}" : state;
    }

    private static string Of(ExportJob job, ConversationEvent done)
    {
        var key = done switch
        {
            { Kind: ConversationEventKind.Resolved, Detail: not null } => "event.Resolved.why",
            { Kind: ConversationEventKind.Snoozed, Until: not null } => "event.Snoozed.until",
            { Kind: ConversationEventKind.Assigned, Actor: "" } => "event.Assigned.auto",
            _ => "event." + done.Kind,
        };
        return job.Say(key, ExportNames.OneLine(done.Actor), done.Detail ?? "–", done.Until is { } until ? job.Minute(until) : "–");
    }
}
