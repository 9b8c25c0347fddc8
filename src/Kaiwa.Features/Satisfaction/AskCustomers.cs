using Kaiwa.Core.Contacts;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Satisfaction;

/// <summary>Asks those whose conversation was resolved, when it still is. What is noted as asked and what is sent is one transaction, so that nobody is asked twice.</summary>
internal sealed partial class AskCustomers(
    Database database, SatisfactionStore settings, RequestStore requests, ITemplates templates, NumberDirectory numbers, IAnswerAutomatically answer, TimeProvider time, ILogger<AskCustomers> logger) : IRecurringJob, IFollowResolution
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public string Name => "satisfaction.ask";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task OnResolvedAsync(UnitOfWork unit, Actor actor, IReadOnlyCollection<Id<Conversation>> conversations)
    {
        if (await SatisfactionStore.FindAsync(unit, actor.Workspace) is { } shop)
        {
            await requests.WaitAsync(unit, actor, conversations, shop.IsOn ? TimeSpan.FromMinutes(shop.DelayMinutes) : null);
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var row in await requests.DueAsync(AtOnce, ct))
        {
            try
            {
                await AskAsync(row, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogFailed(e, row.Id);
            }
        }
    }

    private async Task AskAsync(RequestRow row, CancellationToken ct)
    {
        var shop = await settings.FindAsync(row.WorkspaceId, ct);
        var message = shop is { IsOn: true } && row.Consent != (int)Consent.Out ? await MessageAsync(row, shop, ct) : null;
        var isAsked = await database.InTransactionAsync(
            async unit =>
            {
                if (message is not null && await requests.BeginAsync(unit, row, shop!.PauseDays) && await answer.AddAsync(unit, row.WorkspaceId, row.NumberId, row.ContactId, message))
                {
                    return true;
                }

                await RequestStore.DropAsync(unit, row);
                return false;
            },
            ct: ct);
        LogDone(row.Id, isAsked);
    }

    private async Task<AutomaticMessage?> MessageAsync(RequestRow row, SatisfactionSettings shop, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (row.WindowClosesAt > now)
        {
            return new AutomaticMessage(row.Id, "interactive", Question.List(row.Id, shop, row.Language), Category.Service, row.WindowClosesAt);
        }

        return shop.Template is { } id && await templates.FindAsync(Actor.System(row.WorkspaceId, Name), id, ct) is { IsApproved: true } template
            && numbers.Find(row.NumberId)?.Waba.Id == template.WabaId && Question.Fill(row.Id, template) is { } content
            ? new AutomaticMessage(row.Id, "template", content, template.Category, now + Patience) { Template = template.Id }
            : null;
    }

    [LoggerMessage(LogLevel.Debug, "Question {Question} was asked: {IsAsked}")]
    private partial void LogDone(Id<Message> question, bool isAsked);

    [LoggerMessage(LogLevel.Error, "Question {Question} could not be asked; it is tried again")]
    private partial void LogFailed(Exception failure, Id<Message> question);
}
