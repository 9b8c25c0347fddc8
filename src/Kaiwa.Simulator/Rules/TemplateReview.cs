using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>
/// Meta's review: pending, then a decision a moment later, told by webhook. By wish: a name that contains <c>reject</c>, <c>pause</c>
/// or <c>pending</c> meets that end; of anything else the contents decide.
/// </summary>
internal sealed class TemplateReview(Platform platform)
{
    private const string Kind = "template_history";
    private const int DecisionMs = 1500;
    private readonly Lock gate = new();
    private long lastId = 594_425_479_300_000;

    /// <summary>Takes up what was pending, with what befell each template.</summary>
    public void Resume()
    {
        foreach (var document in platform.Documents.All(Kind))
        {
            if (platform.Meta.Template(document.Id) is not (var account, var template))
            {
                continue;
            }

            template.History = TemplateHistory.Read(document.Read());
            if (template.Status == "PENDING")
            {
                Schedule(account, template);
            }
        }
    }

    public string NewId()
    {
        lock (gate)
        {
            lastId = platform.Meta.Accounts.SelectMany(account => account.Templates.All).Select(template => template.Key).Append(lastId).Max() + 1;
            return lastId.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Puts a new or changed template into review.</summary>
    public async Task SubmitAsync(BusinessAccount account, SimulatedTemplate template)
    {
        template.Status = "PENDING";
        account.Templates.Put(template);
        await SaveAsync(account, template);
        Schedule(account, template);
    }

    /// <summary>Changes a template's state and tells the business.</summary>
    public async Task DecideAsync(BusinessAccount account, SimulatedTemplate template, string status, string? reason, string? title = null, string? description = null, Rejection? rejection = null)
    {
        template.Status = status;
        template.History = template.History with { RejectedReason = status == "REJECTED" ? reason ?? "NONE" : "NONE" };
        await SaveAsync(account, template);
        var seed = template.Seed;
        var value = new JsonObject
        {
            ["event"] = status,
            ["message_template_id"] = template.Key,
            ["message_template_name"] = seed.Name,
            ["message_template_language"] = seed.Language,
            ["reason"] = reason,
            ["message_template_category"] = seed.Category,
        };
        if (title is not null)
        {
            value["other_info"] = new JsonObject { ["title"] = title, ["description"] = description };
        }

        if (rejection?.Why is not null)
        {
            value["rejection_info"] = new JsonObject { ["reason"] = rejection.Why, ["recommendation"] = rejection.Recommendation };
        }

        await platform.TellAsync(account.Id, "message_template_status_update", value.ToJsonString(), withTime: true);
    }

    public async Task SaveAsync(BusinessAccount account, SimulatedTemplate template)
    {
        template.History = template.History with { UpdatedAtMs = platform.Clock.NowMs };
        await platform.Documents.SaveAsync(Kind, account.Id, template.Seed.Id, template.History.ToJson());
        await platform.Writer.WriteAsync(c => SettingsStore.SaveTemplate(c, account.Id, template, template.Status));
    }

    private void Schedule(BusinessAccount account, SimulatedTemplate template)
    {
        if (!template.Seed.Name.Contains("pending", StringComparison.Ordinal))
        {
            platform.Scheduler.After(DecisionMs, new Decision(this, account, template.Seed.Id));
        }
    }

    private Task JudgeAsync(BusinessAccount account, SimulatedTemplate template)
    {
        var name = template.Seed.Name;
        var rejection = name.Contains("reject", StringComparison.Ordinal) ? new Rejection("ABUSIVE_CONTENT") : TemplateContents.Judge(template, account);
        return rejection is not null ? DecideAsync(account, template, "REJECTED", rejection.Reason, rejection: rejection)
            : DecideAsync(account, template, name.Contains("pause", StringComparison.Ordinal) ? "PAUSED" : "APPROVED", "NONE");
    }

    private sealed class Decision(TemplateReview review, BusinessAccount account, string id) : IDue
    {
        public void Fire(int tag)
        {
            if (account.Templates.ById(id) is { Status: "PENDING" } template)
            {
                _ = review.JudgeAsync(account, template);
            }
        }
    }
}
