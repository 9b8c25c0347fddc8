using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.CannedReplies;

internal sealed class CannedRepliesDoor(Database database, CannedReplyStore store, MediaStore media, IInbox inbox, AuditLog audit, TimeProvider time) : ICannedReplies
{
    public async Task<IReadOnlyList<CannedReply>> ListAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Read) ? (await store.ListAsync(actor, ct)).Select(row => row.ToReply()).ToList() : [];

    public async Task<Result<CannedReply>> CreateAsync(Actor actor, CannedReplyWish wish, CancellationToken ct = default)
    {
        if ((Permitted.Refusal(actor, Permissions.Send) ?? CannedReplyProblems.Of(wish)) is { } problem)
        {
            return problem;
        }

        var id = Id<CannedReply>.New(time);
        var refusal = await database.InTransactionAsync<Problem?>(
            async unit =>
            {
                if (await RefusalAsync(unit, actor, wish) is { } unfit)
                {
                    return unfit;
                }

                if (!await store.AddAsync(unit, actor, id, wish))
                {
                    return CannedReplyProblems.Taken(wish.Shortcut);
                }

                await audit.WriteAsync(unit, actor, "canned-reply.created", id.ToString());
                return null;
            },
            ct: ct);
        return refusal is not null ? refusal : await FindAsync(actor, id, ct);
    }

    public async Task<Result<CannedReply>> ChangeAsync(Actor actor, Id<CannedReply> id, CannedReplyWish wish, CancellationToken ct = default)
    {
        if ((Permitted.Refusal(actor, Permissions.Send) ?? CannedReplyProblems.Of(wish)) is { } problem)
        {
            return problem;
        }

        var refusal = await database.InTransactionAsync<Problem?>(
            async unit =>
            {
                if (await RefusalAsync(unit, actor, wish) is { } unfit)
                {
                    return unfit;
                }

                if (await store.IsTakenAsync(unit, actor, id, wish))
                {
                    return CannedReplyProblems.Taken(wish.Shortcut);
                }

                return await NoteAsync(unit, actor, id, "canned-reply.changed", await store.ChangeAsync(unit, actor, id, wish));
            },
            ct: ct);
        return refusal is not null ? refusal : await FindAsync(actor, id, ct);
    }

    public async Task<Result<bool>> DeleteAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default)
    {
        var refusal = Permitted.Refusal(actor, Permissions.Send)
            ?? await database.InTransactionAsync(async unit => await NoteAsync(unit, actor, id, "canned-reply.deleted", await store.DeleteAsync(unit, actor, id)), ct: ct);
        return refusal is not null ? refusal : true;
    }

    public async Task<Result<CannedReply>> RestoreAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default)
    {
        var refusal = Permitted.Refusal(actor, Permissions.Send) ?? await database.InTransactionAsync<Problem?>(
            async unit => await store.FindDeletedAsync(unit, actor, id) is not { } row ? CannedReplyProblems.Unknown
                : await CannedReplyStore.IsTakenAsync(unit, actor.Workspace, id, row.Shortcut, row.OwnerId, row.TeamId) ? CannedReplyProblems.Taken(row.Shortcut)
                : await NoteAsync(unit, actor, id, "canned-reply.restored", await store.ReviveAsync(unit, actor, id)),
            ct: ct);
        return refusal is not null ? refusal : await FindAsync(actor, id, ct);
    }

    public async Task<Result<CannedReply>> AttachAsync(Actor actor, Id<CannedReply> id, FileToSend file, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Send) is { } refusal)
        {
            return refusal;
        }

        if (await store.FindAsync(actor, id, ct) is null)
        {
            return CannedReplyProblems.Unknown;
        }

        var judged = SendableFile.Judge(file.Mime, file.FileName, 0);
        if (judged.Problem is { } unfit)
        {
            return unfit;
        }

        return await media.SaveAsync(actor.Workspace, file.Content, judged.Value.Largest, ct) switch
        {
            null => SendableFile.Judge(file.Mime, file.FileName, long.MaxValue).Problem!,
            { Size: 0 } => CannedReplyProblems.FileEmpty,
            { } bytes => await CarryAsync(actor, id, new KeptFile(bytes.Sha256, bytes.Size, judged.Value.Mime, Path.GetFileName(file.FileName)), ct),
        };
    }

    public async Task<Result<CannedReply>> DetachAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default) =>
        Permitted.Refusal(actor, Permissions.Send) is { } refusal ? refusal : await CarryAsync(actor, id, null, ct);

    public async Task<Result<(Stream Content, KeptFile File)>> OpenFileAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        return await store.FindAsync(actor, id, ct) is { File: { } file } && media.Open(actor.Workspace, file.Sha256) is { } content ? (content, file) : CannedReplyProblems.Unknown;
    }

    public async Task<Result<FilledReply>> FillAsync(Actor actor, Id<CannedReply> id, Id<Conversation> conversation, bool isLook = false, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        if (await store.FindAsync(actor, id, ct) is not { } reply)
        {
            return CannedReplyProblems.Unknown;
        }

        var opened = await inbox.OpenAsync(actor, conversation, ct);
        if (opened.Problem is { } problem)
        {
            return problem;
        }

        if (!isLook)
        {
            await database.InTransactionAsync(unit => store.CountAsync(unit, actor, id), ct: ct);
        }

        var row = opened.Value.Row;

        // Who has told no name is shown by something else, which is no name to greet with.
        var name = row.Name == row.Number || row.Name == opened.Value.Username || row is { Number: null, Name: "WhatsApp" } ? "" : row.Name;
        return CannedText.Fill(reply.Body, Values(actor, name, row.Number ?? "", opened.Value.Username ?? ""));
    }

    public Result<FilledReply> Sample(Actor actor, string text, string name)
    {
        if (Permitted.Refusal(actor, Permissions.Read) is { } refusal)
        {
            return refusal;
        }

        return CannedText.IsReadable(text) ? CannedText.Fill(text, Values(actor, name, "+81 90 1234 5678", "")) : CannedReplyProblems.Text;
    }

    private static async Task<Problem?> RefusalAsync(UnitOfWork unit, Actor actor, CannedReplyWish wish) =>
        wish is { IsPersonal: false, TeamId: { } team } && !await CannedReplyStore.MayForAsync(unit, actor, team) ? CannedReplyProblems.TeamUnknown : null;

    private static Dictionary<string, string> Values(Actor actor, string name, string phone, string username) => new(StringComparer.Ordinal)
    {
        ["contact.name"] = name,
        ["contact.first_name"] = name.Split(' ', 2)[0],
        ["contact.phone"] = phone,
        ["contact.username"] = username,
        ["agent.name"] = actor.Name,
    };

    private async Task<Result<CannedReply>> CarryAsync(Actor actor, Id<CannedReply> id, KeptFile? file, CancellationToken ct)
    {
        var refusal = await database.InTransactionAsync(async unit => await NoteAsync(unit, actor, id, "canned-reply.changed", await store.CarryAsync(unit, actor, id, file)), ct: ct);
        return refusal is not null ? refusal : await FindAsync(actor, id, ct);
    }

    private async Task<Result<CannedReply>> FindAsync(Actor actor, Id<CannedReply> id, CancellationToken ct) => await store.FindAsync(actor, id, ct) is { } row ? row.ToReply() : CannedReplyProblems.Unknown;

    private async Task<Problem?> NoteAsync(UnitOfWork unit, Actor actor, Id<CannedReply> id, string action, bool isDone)
    {
        if (!isDone)
        {
            return CannedReplyProblems.Unknown;
        }

        await audit.WriteAsync(unit, actor, action, id.ToString());
        return null;
    }
}
