using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Notes;

namespace Kaiwa.Console.Inbox;

/// <summary>One line of a thread: a message, a colleague's note, or something that was done to the conversation.</summary>
public sealed record ThreadItem(DateTimeOffset At, ThreadMessage? Message = null, ConversationEvent? Event = null, Note? Note = null);

/// <summary>What stands between the messages of a thread, for the part of it that is shown.</summary>
internal sealed class Asides(IInbox inbox, INotes notes)
{
    private IReadOnlyList<ThreadItem> lines = [];

    public void Clear() => lines = [];

    /// <summary>Reads what was done while these messages were written: before the first of them, too, if nothing is before it, and so after the last.</summary>
    public async Task LoadAsync(Actor actor, Id<Conversation> id, IReadOnlyList<ThreadMessage> messages, bool hasEarlier, bool hasLater)
    {
        DateTimeOffset? from = hasEarlier && messages.Count > 0 ? messages[0].At : null;
        DateTimeOffset? until = hasLater && messages.Count > 0 ? messages[^1].At : null;
        var events = await inbox.EventsAsync(actor, id, from, until);
        var written = await notes.ListAsync(actor, id, from, until);
        if (events.IsOk && written.IsOk)
        {
            lines = events.Value.Select(one => new ThreadItem(one.At, Event: one)).Concat(written.Value.Select(note => new ThreadItem(note.At, Note: note))).OrderBy(line => line.At).ToList();
        }
    }

    /// <summary>Both in the order of time; a message comes before what was done in the same moment.</summary>
    public IReadOnlyList<ThreadItem> Among(IReadOnlyList<ThreadMessage> messages)
    {
        var items = new List<ThreadItem>(messages.Count + lines.Count);
        var next = 0;
        foreach (var message in messages)
        {
            for (; next < lines.Count && lines[next].At < message.At; next++)
            {
                items.Add(lines[next]);
            }

            items.Add(new ThreadItem(message.At, message));
        }

        items.AddRange(lines.Skip(next));
        return items;
    }
}
