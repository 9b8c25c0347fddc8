using System.Text.Json;
using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.CannedReplies;

internal sealed class CannedReplyStore(Database database, TimeProvider time)
{
    private const string OfMyTeam = "team_id IN (SELECT tm.team_id FROM team_member tm WHERE tm.workspace_id = @workspace AND tm.user_id = @person)";

    // Who manages the shop sees the replies of every team.
    private const string Within = $"canned_reply.workspace_id = @workspace AND (owner_id = @person OR (owner_id IS NULL AND (team_id IS NULL OR @manages OR {OfMyTeam})))";
    private const string Mine = $"{Within} AND deleted_at IS NULL";
    private const string Columns = $"""
        id, shortcut, body, hotkey, buttons, file_sha256, file_size, file_mime, file_name, canned_reply.uses, owner_id, team_id,
        CASE WHEN team_id IS NULL OR {OfMyTeam} THEN 0 ELSE 1 END AS of_others
        """;

    // What this person takes most comes first, then what everybody does.
    private const string SelectAll = $"""
        SELECT {Columns} FROM canned_reply
        LEFT JOIN canned_reply_use mine ON mine.workspace_id = canned_reply.workspace_id AND mine.reply_id = canned_reply.id AND mine.person_id = @person
        WHERE {Mine} ORDER BY COALESCE(mine.uses, 0) DESC, canned_reply.uses DESC, shortcut, id
        """;

    private const string SelectOne = $"SELECT {Columns} FROM canned_reply WHERE {Mine} AND id = @id";
    private const string SelectDeleted = $"SELECT {Columns} FROM canned_reply WHERE {Within} AND deleted_at IS NOT NULL AND id = @id";
    private const string Insert = """
        INSERT INTO canned_reply (id, workspace_id, owner_id, team_id, shortcut, body, hotkey, buttons, created_at)
        VALUES (@id, @workspace, @owner, @team, @shortcut, @text, @hotkey, @buttons, @now) ON CONFLICT DO NOTHING
        """;

    private const string SelectOther = """
        SELECT 1 FROM canned_reply WHERE workspace_id = @workspace AND deleted_at IS NULL AND shortcut = @shortcut AND id <> @id
          AND owner_id IS NOT DISTINCT FROM @owner AND team_id IS NOT DISTINCT FROM @team
        """;

    private const string Update = $"UPDATE canned_reply SET owner_id = @owner, team_id = @team, shortcut = @shortcut, body = @text, hotkey = @hotkey, buttons = @buttons WHERE {Mine} AND id = @id";
    private const string UpdateFile = $"UPDATE canned_reply SET file_sha256 = @sha256, file_size = @size, file_mime = @mime, file_name = @fileName WHERE {Mine} AND id = @id";
    private const string Remove = $"UPDATE canned_reply SET deleted_at = @now WHERE {Mine} AND id = @id";
    private const string Revive = $"UPDATE canned_reply SET deleted_at = NULL WHERE {Within} AND deleted_at IS NOT NULL AND id = @id";
    private const string SelectTeam = $"SELECT 1 FROM team WHERE workspace_id = @workspace AND id = @team AND (@manages OR id IN (SELECT tm.team_id FROM team_member tm WHERE tm.workspace_id = @workspace AND tm.user_id = @person))";
    private const string SelectOfTeam = "SELECT id, shortcut FROM canned_reply WHERE workspace_id = @workspace AND team_id = @team ORDER BY deleted_at DESC, id";
    private const string OpenToAll = "UPDATE canned_reply SET team_id = NULL, shortcut = @shortcut WHERE workspace_id = @workspace AND id = @id";
    private const string SweepUses = "DELETE FROM canned_reply_use WHERE reply_id IN (SELECT id FROM canned_reply WHERE deleted_at < @before) -- all workspaces: what was deleted long ago";
    private const string Sweep = "DELETE FROM canned_reply WHERE deleted_at < @before -- all workspaces: what was deleted long ago";
    private const string CountMine = """
        INSERT INTO canned_reply_use (workspace_id, reply_id, person_id, uses) VALUES (@workspace, @id, @person, 1)
        ON CONFLICT (reply_id, person_id) DO UPDATE SET uses = canned_reply_use.uses + 1
        """;

    private const string Count = $"UPDATE canned_reply SET uses = uses + 1 WHERE {Mine} AND id = @id";

    public Task<IReadOnlyList<CannedReplyRow>> ListAsync(Actor actor, CancellationToken ct) => database.QueryAsync<CannedReplyRow>(SelectAll, Who(actor), ct);

    public Task<CannedReplyRow?> FindAsync(Actor actor, Id<CannedReply> id, CancellationToken ct) => database.FirstAsync<CannedReplyRow>(SelectOne, Who(actor, id), ct);

    public Task<CannedReplyRow?> FindDeletedAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id) => unit.FirstAsync<CannedReplyRow>(SelectDeleted, Who(actor, id));

    /// <summary>False when the shortcut is taken.</summary>
    public async Task<bool> AddAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id, CannedReplyWish wish) => await unit.ExecuteAsync(Insert, Row(actor, id, wish)) == 1;

    public Task<bool> IsTakenAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id, CannedReplyWish wish) => IsTakenAsync(unit, actor.Workspace, id, wish.Shortcut, Owner(actor, wish), OfTeam(wish));

    public static async Task<bool> IsTakenAsync(UnitOfWork unit, Id<Workspace> workspace, Id<CannedReply> id, string shortcut, Guid? owner, Id<Team>? team) =>
        await unit.FirstAsync<int?>(SelectOther, new { workspace, id, shortcut, owner, team }) is not null;

    /// <summary>Whether it is a team of theirs, or they manage all.</summary>
    public static async Task<bool> MayForAsync(UnitOfWork unit, Actor actor, Id<Team> team) =>
        await unit.FirstAsync<int?>(SelectTeam, new { workspace = actor.Workspace, person = actor.Subject, manages = actor.May(Permissions.Administer), team }) is not null;

    public async Task<bool> ChangeAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id, CannedReplyWish wish) => await unit.ExecuteAsync(Update, Row(actor, id, wish)) == 1;

    public async Task<bool> CarryAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id, KeptFile? file) => await unit.ExecuteAsync(
        UpdateFile,
        new { id, workspace = actor.Workspace, person = actor.Subject, manages = actor.May(Permissions.Administer), sha256 = file?.Sha256, size = file?.Size, mime = file?.Mime, fileName = file?.FileName }) == 1;

    public async Task<bool> DeleteAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id) => await unit.ExecuteAsync(Remove, Who(actor, id)) == 1;

    public async Task<bool> ReviveAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id) => await unit.ExecuteAsync(Revive, Who(actor, id)) == 1;

    public async Task CountAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id)
    {
        if (await unit.ExecuteAsync(Count, Who(actor, id)) == 1)
        {
            await unit.ExecuteAsync(CountMine, Who(actor, id));
        }
    }

    public static Task<IReadOnlyList<TeamReplyRow>> OfTeamAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> team) => unit.QueryAsync<TeamReplyRow>(SelectOfTeam, new { workspace, team });

    public static Task OpenToAllAsync(UnitOfWork unit, Id<Workspace> workspace, Id<CannedReply> id, string shortcut) => unit.ExecuteAsync(OpenToAll, new { workspace, id, shortcut });

    public Task SweepAsync(DateTimeOffset before, CancellationToken ct) => database.InTransactionAsync(
        async unit =>
        {
            await unit.ExecuteAsync(SweepUses, new { before });
            await unit.ExecuteAsync(Sweep, new { before });
        },
        WritePriority.Bulk,
        ct);

    private object Who(Actor actor, Id<CannedReply> id = default) => new { workspace = actor.Workspace, person = actor.Subject, manages = actor.May(Permissions.Administer), id, now = time.GetUtcNow() };

    private object Row(Actor actor, Id<CannedReply> id, CannedReplyWish wish) => new
    {
        id,
        workspace = actor.Workspace,
        person = actor.Subject,
        manages = actor.May(Permissions.Administer),
        owner = Owner(actor, wish),
        team = OfTeam(wish),
        shortcut = wish.Shortcut,
        text = wish.Text,
        hotkey = wish.Hotkey,
        buttons = Write(wish.Buttons),
        now = time.GetUtcNow(),
    };

    private static Id<Team>? OfTeam(CannedReplyWish wish) => wish.IsPersonal ? null : wish.TeamId;

    private static Guid? Owner(Actor actor, CannedReplyWish wish) => wish.IsPersonal ? actor.Subject : null;

    private static string Write(IReadOnlyList<string> buttons) => JsonSerializer.Serialize(buttons);
}

internal sealed record TeamReplyRow
{
    public required Id<CannedReply> Id { get; init; }

    public required string Shortcut { get; init; }
}

internal sealed record CannedReplyRow
{
    public required Id<CannedReply> Id { get; init; }

    public required string Shortcut { get; init; }

    public required string Body { get; init; }

    public string? Hotkey { get; init; }

    public required string Buttons { get; init; }

    public string? FileSha256 { get; init; }

    public long? FileSize { get; init; }

    public string? FileMime { get; init; }

    public string? FileName { get; init; }

    public required long Uses { get; init; }

    public Guid? OwnerId { get; init; }

    public Id<Team>? TeamId { get; init; }

    public int OfOthers { get; init; }

    public KeptFile? File => FileSha256 is { } hash ? new KeptFile(hash, FileSize ?? 0, FileMime ?? "", FileName) : null;

    public CannedReply ToReply() => new()
    {
        Id = Id,
        Shortcut = Shortcut,
        Text = Body,
        IsPersonal = OwnerId is not null,
        TeamId = TeamId,
        IsOfOthers = OfOthers == 1,
        Hotkey = Hotkey,
        Buttons = JsonSerializer.Deserialize<string[]>(Buttons) ?? [],
        File = File is { } file ? new CannedFile($"/api/v1/canned-replies/{Id}/file", file.Mime, file.FileName, file.Size) : null,
        Uses = Uses,
    };
}
