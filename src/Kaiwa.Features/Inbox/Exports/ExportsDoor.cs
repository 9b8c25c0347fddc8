using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.ShopProfile;

namespace Kaiwa.Features.Inbox.Exports;

internal sealed class ExportsDoor(Database database, ConversationStore conversations, ReadExport reading, ExportZip zip, IShop shops, AuditLog audit, TimeProvider time) : IExports
{
    public const Permissions Needed = Permissions.Read | Permissions.Contacts;

    public async Task<Result<ExportedFile>> BeginAsync(Actor actor, Id<Conversation> id, ExportWish wish, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Needed) is { } refusal)
        {
            return refusal;
        }

        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        if (wish.From > wish.To)
        {
            return InboxProblems.ExportPeriod;
        }

        var shop = await shops.FindAsync(actor, ct);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(shop.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var job = new ExportJob(actor.Workspace, conversation, shop.Name, zone, time.GetUtcNow(), wish);
        var format = wish.Format.ToString().ToLowerInvariant();
        await database.InTransactionAsync(unit => audit.WriteAsync(unit, actor, "conversation.exported", id.ToString(), $"{job.Customer} · {format}{(wish.Notes ? " + notes" : "")}"), ct: ct);
        return new ExportedFile($"conversation-{ExportNames.Customer(job.Customer)}-{job.Local(job.At):yyyy-MM-dd}.{format}", MimeOf(wish.Format), (stream, writing) => WriteAsync(job, stream, writing));
    }

    private Task WriteAsync(ExportJob job, Stream stream, CancellationToken ct) => job.Wish.Format switch
    {
        ExportFormat.Json => ExportJson.WriteAsync(job, reading, _ => null, stream, ct),
        ExportFormat.Txt => ExportText.WriteAsync(job, reading, _ => null, stream, ct),
        ExportFormat.Html => ExportHtml.WriteAsync(job, reading, _ => null, stream, ct),
        _ => zip.WriteAsync(job, stream, ct),
    };

    private static string MimeOf(ExportFormat format) => format switch
    {
        ExportFormat.Json => "application/json; charset=utf-8",
        ExportFormat.Txt => "text/plain; charset=utf-8",
        ExportFormat.Html => "text/html; charset=utf-8",
        _ => "application/zip",
    };
}
