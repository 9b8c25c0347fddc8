using Kaiwa.Core.Jobs;
using Kaiwa.Core.Live;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.ScheduledReplies;

/// <summary>
/// Sends what is due through the inbox, which looks at the 24 hours again. The message gets the id of the row: who is cut off in between finds it sent,
/// and two nodes that take the same row make one message.
/// </summary>
internal sealed partial class SendScheduled(ScheduledReplyStore store, MediaStore media, IInbox inbox, ILiveFeed feed, ILogger<SendScheduled> logger) : IRecurringJob
{
    public string Name => "scheduled replies";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var row in await store.DueAsync(ct))
        {
            try
            {
                await Handle(row, isEarly: false, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogFailed(e, row.Id);
            }
        }
    }

    public async Task<Result<Id<Message>>> Handle(ScheduledReplyRow row, bool isEarly, CancellationToken ct)
    {
        if (!await store.BeginAsync(row, isEarly, ct))
        {
            return ScheduledReplyProblems.Unknown;
        }

        var sent = await SendAsync(row, ct);
        if (sent.Problem is { } problem)
        {
            await store.RefuseAsync(row, problem, ct);
        }
        else
        {
            await store.DoneAsync(row, ct);
        }

        feed.Publish(new Change(row.WorkspaceId, "thread", row.ContactId.Value));
        return sent;
    }

    private async Task<Result<Id<Message>>> SendAsync(ScheduledReplyRow row, CancellationToken ct)
    {
        var (actor, id) = (row.ToActor(), row.Id.Value);
        await using var content = row.File is { } kept ? media.Open(row.WorkspaceId, kept.Sha256) : null;
        var file = content is null ? null : new FileToSend(content, row.File!.Mime, row.File.FileName);
        return row switch
        {
            { File: not null } when file is null => ScheduledReplyProblems.FileEmpty,
            { Titles: { Count: > 0 } titles } => await inbox.ReplyContentAsync(actor, row.ConversationId, new ReplyContent.Buttons(row.Body, titles) { File = file }, id, ct),
            _ when file is not null => await inbox.ReplyMediaAsync(actor, row.ConversationId, file with { Caption = row.Body.Length == 0 ? null : row.Body }, id, ct),
            _ => await inbox.ReplyAsync(actor, row.ConversationId, row.Body, id, ct),
        };
    }

    [LoggerMessage(LogLevel.Error, "The scheduled reply {Reply} could not be sent; it is tried again")]
    private partial void LogFailed(Exception exception, Id<ScheduledReply> reply);
}
