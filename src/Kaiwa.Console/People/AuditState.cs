using System.Globalization;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audit;
using Kaiwa.Features.People;

namespace Kaiwa.Console.People;

/// <summary>The audit as far as it was read, through the filter that the reader chose.</summary>
internal sealed class AuditState(IAuditTrail audit, IPeople members, Session session, Say say)
{
    private Dictionary<string, string> names = [];

    public IReadOnlyList<AuditRow> Rows { get; private set; } = [];

    public IReadOnlyList<AuditPerson> People { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsLoading { get; private set; } = true;

    public bool IsAllowed { get; private set; } = true;

    /// <summary>The id of a person, or nothing.</summary>
    public string By { get; set; } = "";

    public string Action { get; set; } = "";

    /// <summary>The first and the last day, as the reader's calendar has them.</summary>
    public DateTime? FirstDay { get; set; }

    public DateTime? LastDay { get; set; }

    public string ExportPath => "/api/v1/audit/export?" + string.Join('&', new[]
    {
        "language=" + say.Language,
        By.Length > 0 ? "by=" + By : null,
        Action.Length > 0 ? "action=" + Action : null,
        Filter().From is { } from ? "from=" + Written(from) : null,
        Filter().Until is { } until ? "until=" + Written(until) : null,
    }.Where(part => part is not null));

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        IsAllowed = actor.May(Permissions.Administer);
        if (IsAllowed)
        {
            People = (await audit.PeopleAsync(actor)).Value;
            names = (await members.ListAsync(actor)).Select(member => (Id: member.Id.Value, member.Name)).Concat(People.Select(person => (person.Id, person.Name))).DistinctBy(one => one.Id).ToDictionary(one => one.Id.ToString("N"), one => one.Name, StringComparer.Ordinal);
            await FindAsync();
        }

        IsLoading = false;
    }

    /// <summary>Whom or what it was done to: a name where there is one, the id where there is no other word for it, nothing where it was themselves.</summary>
    public string Details(AuditRow row) => string.Join(" · ", new[]
    {
        names.TryGetValue(row.Subject, out var name) ? (row.Subject == row.ActorId?.ToString("N") ? null : name) : row.Details is null ? row.Subject : null,
        row.Details,
    }.Where(part => part is not null));

    public async Task FindAsync()
    {
        var page = (await audit.PageAsync(await session.ActorAsync(), Filter())).Value;
        (Rows, Next) = (page.Items, page.Next);
    }

    public async Task MoreAsync()
    {
        var page = (await audit.PageAsync(await session.ActorAsync(), Filter() with { Cursor = Next })).Value;
        (Rows, Next) = ([.. Rows, .. page.Items], page.Next);
    }

    private AuditFilter Filter() => new()
    {
        By = Guid.TryParse(By, out var by) ? by : null,
        Action = Action.Length > 0 ? Action : null,
        From = FirstDay is { } first ? say.FromLocal(first.Date) : null,
        Until = LastDay is { } last ? say.FromLocal(last.Date.AddDays(1)) : null,
    };

    private static string Written(DateTimeOffset at) => Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
}
