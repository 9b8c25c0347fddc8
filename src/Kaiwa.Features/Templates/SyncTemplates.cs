using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Cloud;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Features.Templates;

/// <summary>Fetches every template of every account of a workspace and makes the rows agree.</summary>
internal sealed partial class SyncTemplates(CloudApiClient cloud, NumberDirectory directory, TemplateStore templates, Database database, ILiveFeed feed, TimeProvider time, ILogger<SyncTemplates> logger)
{
    public async Task<Result<SyncReport>> Handle(Id<Workspace> workspace, CancellationToken ct)
    {
        var report = new SyncReport(0, 0, 0);
        var accounts = directory.Of(workspace).GroupBy(number => number.Waba.Id).Select(group => group.First()).ToList();
        if (accounts.Count == 0)
        {
            return TemplateProblems.NoNumbers;
        }

        foreach (var number in accounts)
        {
            try
            {
                var one = await SyncAccount(number, ct);
                report = new SyncReport(report.Found + one.Found, report.Changed + one.Changed, report.Vanished + one.Vanished);
            }
            catch (CloudApiException e)
            {
                LogRefused(number.Waba.MetaId, e.Error.Code);
                return TemplateProblems.SyncFailed(e.Error.Message);
            }
            catch (HttpRequestException e)
            {
                LogUnreachable(e, number.Waba.MetaId);
                return TemplateProblems.SyncFailed("it could not be reached.");
            }
        }

        return report;
    }

    private async Task<SyncReport> SyncAccount(Number number, CancellationToken ct)
    {
        // A list that broke off must not make the rest look deleted: all pages first, then one transaction.
        var listed = new List<(Id<Template>, TemplateNode)>();
        await foreach (var node in cloud.ListTemplatesAsync(new CloudApiAccess(number.BaseAddress, number.Token), number.Waba.MetaId, ct))
        {
            listed.Add((Id<Template>.New(time), node));
        }

        var (changed, vanished) = await database.InTransactionAsync(
            async unit =>
            {
                var counts = await templates.ReplaceAsync(unit, number.Waba, listed);
                if (counts.Changed + counts.Vanished > 0)
                {
                    unit.AfterCommit(() => feed.Publish(new Change(number.Workspace.Id, "templates", number.Waba.Id.Value)));
                }

                return counts;
            },
            ct: ct);
        return new SyncReport(listed.Count, changed, vanished);
    }

    [LoggerMessage(LogLevel.Warning, "Meta refused to list the templates of account {Waba}, code {Code}")]
    private partial void LogRefused(string waba, int code);

    [LoggerMessage(LogLevel.Warning, "The templates of account {Waba} could not be fetched")]
    private partial void LogUnreachable(Exception exception, string waba);
}
