using System.Runtime.CompilerServices;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>A part of a thread, with reactions, edits and revokes folded into the messages that they are about.</summary>
internal sealed class ReadThread(ConversationStore conversations, ThreadStore thread)
{
    private const int MostMessages = 200;

    // What a part's messages quote and what became of them is looked for along the whole conversation: few large parts.
    private const int PartOfAll = 1000;

    public async Task<Result<IReadOnlyList<ThreadMessage>>> Handle(Actor actor, Id<Conversation> id, ThreadPlace place, int limit, CancellationToken ct)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        var most = Math.Clamp(limit, 1, MostMessages);
        if (place.Side == ThreadSide.Around)
        {
            var (before, from) = place.Halves();
            return (await PartAsync(actor.Workspace, conversation, before, most / 2, ct)).Concat(await PartAsync(actor.Workspace, conversation, from, most - (most / 2), ct)).ToList();
        }

        return await PartAsync(actor.Workspace, conversation, place, most, ct);
    }

    /// <summary>From a moment to the end, oldest first, read a part at a time.</summary>
    public async IAsyncEnumerable<ThreadMessage> AllAsync(Id<Workspace> workspace, ConversationRecord conversation, DateTimeOffset from, [EnumeratorCancellation] CancellationToken ct)
    {
        var place = ThreadPlace.From(from);
        List<ThreadMessage> part;
        do
        {
            part = await PartAsync(workspace, conversation, place, PartOfAll, ct);
            foreach (var message in part)
            {
                yield return message;
                place = ThreadPlace.After(message.Position);
            }
        }
        while (part.Count == PartOfAll);
    }

    private async Task<List<ThreadMessage>> PartAsync(Id<Workspace> workspace, ConversationRecord conversation, ThreadPlace place, int most, CancellationToken ct)
    {
        var (rows, changed, cited) = await thread.PartAsync(workspace, conversation, place, most, ct);
        var changes = changed.ToLookup(row => row.ContextWamid, StringComparer.Ordinal);
        var quoted = cited.GroupBy(row => row.ContextWamid, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return (place.Side == ThreadSide.Before ? rows.Reverse() : rows).Select(row => Fold(row, changes[row.Wamid ?? ""].ToList(), row.ContextWamid is { } context ? quoted.GetValueOrDefault(context) : null)).ToList();
    }

    private static ThreadMessage Fold(MessageRow row, List<ChangeRow> changes, ChangeRow? quoted)
    {
        // Only its writer changes or takes back a message; the other side reacts to it.
        var edit = changes.LastOrDefault(change => change.Direction == row.Direction && change.Kind == "edit");
        var reaction = changes.LastOrDefault(change => change.Direction != row.Direction && change.Kind == "reaction");
        var isRevoked = changes.Exists(change => change.Direction == row.Direction && change.Kind == "revoke");
        var direction = (Direction)row.Direction;
        return new ThreadMessage
        {
            Id = row.Id,
            Direction = direction,
            Kind = row.Kind,
            Content = isRevoked ? "{}" : row.Content,
            Text = isRevoked ? null : (edit is null ? null : MessageWords.Of(direction, edit.Content, null)) ?? MessageWords.Of(direction, row.Content, row.Components),
            State = (MessageState)row.State,
            Job = row.JobState is { } job && (MessageState)row.State == MessageState.Queued ? (JobState)job : null,
            Problem = Problem.Read((MessageState)row.State == MessageState.Queued ? row.Hold : row.Failure),
            At = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            SentAt = row.SentAt,
            DeliveredAt = row.DeliveredAt,
            ReadAt = row.ReadAt ?? row.PlayedAt,
            Origin = (Origin)row.Origin,
            ReactionEmoji = reaction is null ? null : MessageWords.Emoji((Direction)reaction.Direction, reaction.Content),
            QuotedText = quoted is null ? null : Words(quoted) ?? "",
            QuotedPosition = quoted is null ? null : Cursor.Write(quoted.At, quoted.Seq),
            IsEdited = edit is not null && !isRevoked,
            IsRevoked = isRevoked,
            Media = isRevoked ? null : Media(row),
            Position = Cursor.Write(row.At, row.Seq),
        };
    }

    private static string? Words(ChangeRow row) => MessageWords.Of((Direction)row.Direction, row.Content, row.Components);

    private static MediaView? Media(MessageRow row) =>
        row.Mime is null ? null : new MediaView(row.Sha256 is null ? null : $"/api/v1/media/{row.Id}", row.Mime, row.FileName, row.Size, row.Sha256 is null ? Problem.Read(row.MediaProblem) : null) { Sha256 = row.Sha256 };
}
