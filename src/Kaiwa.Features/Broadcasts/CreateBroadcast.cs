using System.Text.Json;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Templates;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Writes a draft whose template, variables and number fit together; with a time it is scheduled at once.</summary>
internal sealed class CreateBroadcast(BroadcastStore store, ITemplates templates, NumberDirectory numbers, AuditLog audit, Database database, TimeProvider time)
{
    private static readonly TimeSpan DefaultExpiry = TimeSpan.FromDays(3);

    public async Task<Result<Id<Broadcast>>> HandleAsync(Actor actor, NewBroadcast wish, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(wish.Name) || wish.Name.Length > 200)
        {
            return BroadcastProblems.NoName();
        }

        var template = wish.TemplateId is { } templateId
            ? await templates.FindAsync(actor, templateId, ct)
            : wish is { TemplateName: { } name, Language: { } language } ? await templates.FindAsync(actor, name, language, ct) : null;
        if (template is null)
        {
            return BroadcastProblems.NoTemplate(wish.TemplateName ?? wish.TemplateId?.ToString(), wish.Language);
        }

        var own = numbers.Of(actor.Workspace).Where(number => number.Waba.Id == template.WabaId).ToList();
        var sender = wish.NumberId is { } numberId ? own.Find(number => number.Id == numberId) : own.FirstOrDefault();
        if (sender is null)
        {
            return BroadcastProblems.NoNumber();
        }

        if (wish.ScheduledAt <= time.GetUtcNow())
        {
            return BroadcastProblems.Past();
        }

        if (Check(template, wish.Variables) is { } problem)
        {
            return problem;
        }

        var broadcast = Record(actor, wish, template, sender);
        await database.InTransactionAsync(
            async unit =>
            {
                await store.AddAsync(unit, broadcast);
                await audit.WriteAsync(unit, actor, "broadcast.created", broadcast.Id.ToString(), template.Name);
            },
            WritePriority.Live,
            ct);
        return broadcast.Id;
    }

    /// <summary>Whether every variable of the template has a value that can be read.</summary>
    public static Problem? Check(Template template, IReadOnlyDictionary<string, string> variables)
    {
        if (TemplateVariables.Unfilled(template.Components) is { } part)
        {
            return BroadcastProblems.Unfilled(part);
        }

        var named = string.Equals(template.ParameterFormat, "NAMED", StringComparison.OrdinalIgnoreCase);
        var (content, missing, unreadable) = BroadcastContent.Of(template.Name, template.Language, template.Components, named, variables);
        return content is not null ? null : missing.Count > 0 ? BroadcastProblems.Missing(missing) : BroadcastProblems.Unreadable(unreadable);
    }

    private BroadcastRecord Record(Actor actor, NewBroadcast wish, Template template, Number sender) => new()
    {
        Id = Id<Broadcast>.New(time),
        WorkspaceId = actor.Workspace,
        NumberId = sender.Id,
        TemplateId = template.Id,
        TemplateName = template.Name,
        Language = template.Language,
        Category = template.Category,
        Components = template.Components,
        Name = wish.Name.Trim(),
        State = wish.ScheduledAt is null ? BroadcastState.Draft : BroadcastState.Scheduled,
        Variables = JsonSerializer.Serialize(wish.Variables),
        Audience = JsonSerializer.Serialize(wish.Audience),
        ExpiresAfter = (long)(wish.ExpiresAfter ?? DefaultExpiry).TotalMilliseconds,
        CreatedAt = time.GetUtcNow(),
        ScheduledAt = wish.ScheduledAt,
    };
}
