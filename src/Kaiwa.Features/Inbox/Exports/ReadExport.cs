using System.Runtime.CompilerServices;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox.Notes;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>Reads what is exported, oldest first, never more than a page of it at a time.</summary>
internal sealed class ReadExport(ReadThread thread, NoteStore notes, EventStore events)
{
    private const int Page = 500;

    public IAsyncEnumerable<ThreadMessage> Messages(ExportJob job, CancellationToken ct) =>
        thread.AllAsync(job.Workspace, job.Conversation, job.From, ct).TakeWhile(message => message.At < job.Until);

    public async IAsyncEnumerable<Note> Notes(ExportJob job, [EnumeratorCancellation] CancellationToken ct)
    {
        var (at, id) = (job.From, default(Id<Note>));
        IReadOnlyList<Note> page;
        do
        {
            page = await notes.PageAsync(job.Workspace, job.Conversation.Id, at, id, job.Until, Page, ct);
            foreach (var note in page)
            {
                yield return note;
                (at, id) = (note.At, note.Id);
            }
        }
        while (page.Count == Page);
    }

    public async IAsyncEnumerable<ConversationEvent> Events(ExportJob job, [EnumeratorCancellation] CancellationToken ct)
    {
        var (at, seq) = (job.From, 0L);
        IReadOnlyList<ConversationEvent> page;
        do
        {
            page = await events.PageAsync(job.Workspace, job.Conversation.Id, at, seq, job.Until, Page, ct);
            foreach (var one in page)
            {
                yield return one;
                (at, seq) = (one.At, one.Seq);
            }
        }
        while (page.Count == Page);
    }

    /// <summary>All of it in the order of time.</summary>
    public async IAsyncEnumerable<ExportItem> Items(ExportJob job, [EnumeratorCancellation] CancellationToken ct)
    {
        List<IAsyncEnumerable<ExportItem>> sources = [Messages(job, ct).Select(message => new ExportItem(message.At, Message: message))];
        if (job.Wish.Notes)
        {
            sources.Add(Notes(job, ct).Select(note => new ExportItem(note.At, Note: note)));
            sources.Add(Events(job, ct).Select(one => new ExportItem(one.At, Event: one)));
        }

        var waiting = new List<IAsyncEnumerator<ExportItem>>();
        try
        {
            foreach (var source in sources.Select(source => source.GetAsyncEnumerator(ct)))
            {
                waiting.Add(source);
                await ForwardAsync(waiting, source);
            }

            while (waiting.MinBy(source => source.Current.At) is { } next)
            {
                yield return next.Current;
                await ForwardAsync(waiting, next);
            }
        }
        finally
        {
            foreach (var source in waiting)
            {
                await source.DisposeAsync();
            }
        }
    }

    private static async Task ForwardAsync(List<IAsyncEnumerator<ExportItem>> waiting, IAsyncEnumerator<ExportItem> source)
    {
        if (!await source.MoveNextAsync())
        {
            waiting.Remove(source);
            await source.DisposeAsync();
        }
    }
}

/// <summary>One of the three.</summary>
internal sealed record ExportItem(DateTimeOffset At, ThreadMessage? Message = null, Note? Note = null, ConversationEvent? Event = null);
