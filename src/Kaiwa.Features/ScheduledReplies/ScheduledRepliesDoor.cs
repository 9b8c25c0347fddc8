using Kaiwa.Core.Live;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.ScheduledReplies;

internal sealed class ScheduledRepliesDoor(Database database, ScheduledReplyStore store, SendScheduled send, MediaStore media, IInbox inbox, AuditLog audit, ILiveFeed feed, TimeProvider time) : IScheduledReplies
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public async Task<Result<IReadOnlyList<ScheduledReply>>> ListAsync(Actor actor, Id<Conversation> conversation, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        var rows = await store.ListAsync(actor.Workspace, conversation, ct);
        if (rows.Count == 0 && (await inbox.OpenAsync(actor, conversation, ct)).Problem is { } unknown)
        {
            return unknown;
        }

        return rows.Select(row => row.ToReply()).ToArray();
    }

    public async Task<Result<ScheduledReply>> AddAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset due, Guid? clientId = null, ScheduledExtras? extras = null, CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        if ((Permitted.Refusal(actor, Permissions.Send)
            ?? ScheduledReplyProblems.Of(text, extras)
            ?? (due <= now || due > now + Longest ? ScheduledReplyProblems.Time : null)) is { } problem)
        {
            return problem;
        }

        var opened = await inbox.OpenAsync(actor, conversation, ct);
        if (opened.Problem is { } unknown)
        {
            return unknown;
        }

        var kept = extras?.File is { } file ? await KeepAsync(actor, file, ct) : default;
        if (kept.Problem is { } unfit)
        {
            return unfit;
        }

        var id = clientId is { } client ? new Id<ScheduledReply>(client) : Id<ScheduledReply>.New(time);
        await database.InTransactionAsync(
            async unit =>
            {
                await store.AddAsync(unit, actor, conversation, id, text, due, kept.Value, extras?.Buttons ?? []);
                await audit.WriteAsync(unit, actor, "reply.scheduled", id.ToString());
                unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "thread", opened.Value.Row.ContactId.Value)));
            },
            ct: ct);
        return await store.FindAsync(actor.Workspace, id, ct) is { } row && row.ConversationId == conversation ? row.ToReply() : ScheduledReplyProblems.ClientIdTaken;
    }

    public async Task<Result<ScheduledReply>> CancelAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Send) is { } refusal)
        {
            return refusal;
        }

        if (await store.FindAsync(actor.Workspace, id, ct) is not { IsTakenBack: false } row)
        {
            return ScheduledReplyProblems.Unknown;
        }

        var isGone = await database.InTransactionAsync(
            async unit =>
            {
                if (!await store.TakeBackAsync(unit, row))
                {
                    return false;
                }

                await audit.WriteAsync(unit, actor, "reply.cancelled", id.ToString());
                unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "thread", row.ContactId.Value)));
                return true;
            },
            ct: ct);
        return isGone ? row.ToReply() : ScheduledReplyProblems.Unknown;
    }

    public async Task<Result<(Stream Content, KeptFile File)>> OpenFileAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        return await store.FindAsync(actor.Workspace, id, ct) is { File: { } file } && media.Open(actor.Workspace, file.Sha256) is { } content ? (content, file) : ScheduledReplyProblems.Unknown;
    }

    private async Task<Result<KeptFile?>> KeepAsync(Actor actor, FileToSend file, CancellationToken ct)
    {
        var kind = SendableFile.Judge(file.Mime, file.FileName, 0).Value;
        return await media.SaveAsync(actor.Workspace, file.Content, kind.Largest, ct) switch
        {
            null => SendableFile.Judge(file.Mime, file.FileName, long.MaxValue).Problem!,
            { Size: 0 } => ScheduledReplyProblems.FileEmpty,
            { } bytes => new KeptFile(bytes.Sha256, bytes.Size, kind.Mime, Path.GetFileName(file.FileName)),
        };
    }

    public async Task<Result<Id<Message>>> SendNowAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Send) is { } refusal)
        {
            return refusal;
        }

        return await store.FindAsync(actor.Workspace, id, ct) is not { IsTakenBack: false } row ? ScheduledReplyProblems.Unknown
            : Problem.Read(row.Problem)?.Type == ScheduledReplyProblems.WriterLeft.Type ? ScheduledReplyProblems.WriterLeft
            : await send.Handle(row, isEarly: true, ct);
    }
}
