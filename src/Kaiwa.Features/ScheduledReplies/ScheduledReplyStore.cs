using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;

namespace Kaiwa.Features.ScheduledReplies;

/// <summary>They lie with the number and the contact, so that they follow when two contacts become one.</summary>
internal sealed class ScheduledReplyStore(Database database, ILiveFeed feed, TimeProvider time) : IFollowMerge, IFollowRemoval
{
    private const string Columns = """
        s.id, s.workspace_id, s.contact_id, cv.id AS conversation_id, s.person_id, s.person_name, s.by_key, s.body, s.due, s.state, s.problem,
        s.buttons, s.file_sha256, s.file_size, s.file_mime, s.file_name
        FROM scheduled_reply s JOIN conversation cv ON cv.workspace_id = s.workspace_id AND cv.number_id = s.number_id AND cv.contact_id = s.contact_id
        """;

    private const string SelectAll = $"SELECT {Columns} WHERE s.workspace_id = @workspace AND cv.id = @conversation AND s.state < 3 ORDER BY s.due, s.id";
    private const string SelectOne = $"SELECT {Columns} WHERE s.workspace_id = @workspace AND s.id = @id";
    private const string SelectDue = $"SELECT {Columns} WHERE s.due <= @now AND s.state < 2 ORDER BY s.due, s.id LIMIT 100 -- all workspaces: the node serves all";
    private const string Insert = """
        INSERT INTO scheduled_reply (id, workspace_id, number_id, contact_id, person_id, person_name, by_key, body, due, state, created_at, buttons, file_sha256, file_size, file_mime, file_name)
        SELECT @id, cv.workspace_id, cv.number_id, cv.contact_id, @person, @name, @byKey, @text, @due, 0, @now, @buttons, @sha256, @size, @mime, @fileName
        FROM conversation cv WHERE cv.workspace_id = @workspace AND cv.id = @conversation
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Begin = "UPDATE scheduled_reply SET state = 1 WHERE workspace_id = @workspace AND id = @id AND state < 2";
    private const string BeginNow = "UPDATE scheduled_reply SET state = 1, due = @now, problem = NULL WHERE workspace_id = @workspace AND id = @id AND state < 3";
    private const string Delete = "DELETE FROM scheduled_reply WHERE workspace_id = @workspace AND id = @id";
    private const string DeleteWaiting = "DELETE FROM scheduled_reply WHERE workspace_id = @workspace AND id = @id AND state IN (0, 2)";
    private const string KeepTakenBack = "UPDATE scheduled_reply SET state = 3, due = @now WHERE workspace_id = @workspace AND id = @id AND state IN (0, 2)";
    private const string Sweep = "DELETE FROM scheduled_reply WHERE state = 3 AND due < @before -- all workspaces: what was taken back long ago";
    private const string Refuse = "UPDATE scheduled_reply SET state = 2, problem = @problem WHERE workspace_id = @workspace AND id = @id";
    private const string RefuseOf = "UPDATE scheduled_reply SET state = 2, problem = @problem WHERE workspace_id = @workspace AND person_id = @person AND by_key = @byKey AND state = 0 RETURNING contact_id";
    private const string Move = "UPDATE scheduled_reply SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from";

    public Task<IReadOnlyList<ScheduledReplyRow>> ListAsync(Id<Workspace> workspace, Id<Conversation> conversation, CancellationToken ct) =>
        database.QueryAsync<ScheduledReplyRow>(SelectAll, new { workspace, conversation }, ct);

    public Task<ScheduledReplyRow?> FindAsync(Id<Workspace> workspace, Id<ScheduledReply> id, CancellationToken ct) => database.FirstAsync<ScheduledReplyRow>(SelectOne, new { workspace, id }, ct);

    public Task<IReadOnlyList<ScheduledReplyRow>> DueAsync(CancellationToken ct) => database.QueryAsync<ScheduledReplyRow>(SelectDue, new { now = time.GetUtcNow() }, ct);

    public Task AddAsync(UnitOfWork unit, Actor actor, Id<Conversation> conversation, Id<ScheduledReply> id, string text, DateTimeOffset due, KeptFile? file, IReadOnlyList<string> buttons) => unit.ExecuteAsync(
        Insert,
        new
        {
            id,
            workspace = actor.Workspace,
            conversation,
            person = actor.Subject,
            name = actor.Name,
            byKey = actor.Kind == ActorKind.Key,
            text,
            due,
            now = time.GetUtcNow(),
            buttons = buttons.Count == 0 ? null : JsonSerializer.Serialize(buttons),
            sha256 = file?.Sha256,
            size = file?.Size,
            mime = file?.Mime,
            fileName = file?.FileName,
        });

    /// <summary>From here on nobody takes it back. False when it is gone or refused.</summary>
    public async Task<bool> BeginAsync(ScheduledReplyRow row, bool isEarly, CancellationToken ct) => await database.InTransactionAsync(
        unit => unit.ExecuteAsync(isEarly ? BeginNow : Begin, new { workspace = row.WorkspaceId, id = row.Id, now = time.GetUtcNow() }), ct: ct) == 1;

    public Task DoneAsync(ScheduledReplyRow row, CancellationToken ct) => database.InTransactionAsync(unit => unit.ExecuteAsync(Delete, new { workspace = row.WorkspaceId, id = row.Id }), ct: ct);

    public Task RefuseAsync(ScheduledReplyRow row, Problem problem, CancellationToken ct) =>
        database.InTransactionAsync(unit => unit.ExecuteAsync(Refuse, new { workspace = row.WorkspaceId, id = row.Id, problem = problem.Store() }), ct: ct);

    /// <summary>What carries a file stays for a day, so that the reply box can have the file. False when it is on its way.</summary>
    public async Task<bool> TakeBackAsync(UnitOfWork unit, ScheduledReplyRow row) =>
        await unit.ExecuteAsync(row.File is null ? DeleteWaiting : KeepTakenBack, new { workspace = row.WorkspaceId, id = row.Id, now = time.GetUtcNow() }) == 1;

    public Task SweepAsync(DateTimeOffset before, CancellationToken ct) => database.InTransactionAsync(unit => unit.ExecuteAsync(Sweep, new { before }), WritePriority.Bulk, ct);

    public Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge) => unit.ExecuteAsync(Move, new { workspace = merge.Workspace, from = merge.From, into = merge.Into });

    /// <summary>Nothing goes out in the name of who has left: it stays where it is, for a colleague to take over.</summary>
    public async Task OnMemberRemovedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user)
    {
        var contacts = await unit.QueryAsync<Id<Contact>>(RefuseOf, new { workspace, person = user.Value, byKey = false, problem = ScheduledReplyProblems.WriterLeft.Store() });
        unit.AfterCommit(() => contacts.Distinct().ToList().ForEach(contact => feed.Publish(new Change(workspace, "thread", contact.Value))));
    }
}

internal sealed record ScheduledReplyRow
{
    public required Id<ScheduledReply> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required Id<Conversation> ConversationId { get; init; }

    public required Guid PersonId { get; init; }

    public required string PersonName { get; init; }

    public required bool ByKey { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset Due { get; init; }

    public required int State { get; init; }

    public string? Problem { get; init; }

    public string? Buttons { get; init; }

    public string? FileSha256 { get; init; }

    public long? FileSize { get; init; }

    public string? FileMime { get; init; }

    public string? FileName { get; init; }

    public bool IsTakenBack => State == 3;

    public KeptFile? File => FileSha256 is { } hash ? new KeptFile(hash, FileSize ?? 0, FileMime ?? "", FileName) : null;

    public IReadOnlyList<string> Titles => Buttons is null ? [] : JsonSerializer.Deserialize<string[]>(Buttons) ?? [];

    public ScheduledReply ToReply() => new()
    {
        Id = Id,
        Text = Body,
        Due = Due,
        By = PersonName,
        Problem = Core.Web.Problem.Read(Problem),
        Buttons = Titles,
        File = File is { } file ? new ScheduledFile($"/api/v1/scheduled-replies/{Id}/file", file.Mime, file.FileName, file.Size) : null,
    };

    /// <summary>It goes out in the name of who wrote it.</summary>
    public Actor ToActor() => new(WorkspaceId, ByKey ? ActorKind.Key : ActorKind.User, PersonName, Permissions.Read | Permissions.Send) { Subject = PersonId };
}
