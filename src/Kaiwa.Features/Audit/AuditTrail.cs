using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audit;

internal sealed class AuditTrail(AuditStore store) : IAuditTrail
{
    private const int LargestPage = 200;
    private const int ExportPage = 1000;

    // What begins like a formula is shown by a spreadsheet, not run.
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape };

    public async Task<Result<Page<AuditRow>>> PageAsync(Actor actor, AuditFilter filter, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        var limit = Math.Clamp(filter.Limit, 1, LargestPage);
        var rows = await store.PageAsync(actor.Workspace, filter, Before(filter), limit + 1, ct);
        return new Page<AuditRow>([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<Result<IReadOnlyList<AuditPerson>>> PeopleAsync(Actor actor, CancellationToken ct = default) =>
        Permitted.Refusal(actor, Permissions.Administer) is { } refusal ? refusal : (await store.PeopleAsync(actor.Workspace, ct)).ToList();

    public async Task<Result<bool>> ExportAsync(Actor actor, AuditFilter filter, string language, Stream csv, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        await using var text = new StreamWriter(csv, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var writer = new CsvWriter(text, Csv);
        await WriteAsync(writer, "time", "who", "kind", "action", "what", "subject", "details");
        var before = Before(filter);
        IReadOnlyList<AuditRow> rows;
        do
        {
            rows = await store.PageAsync(actor.Workspace, filter, before, ExportPage, ct);
            foreach (var row in rows)
            {
                var kind = row.Actor[..Math.Max(0, row.Actor.Length - row.Name.Length - 1)];
                await WriteAsync(writer, row.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), row.Name, kind, row.Action, row.Text(language), row.Subject, row.Details ?? "");
                before = row.Seq;
            }

            await writer.FlushAsync();
        }
        while (rows.Count == ExportPage);
        return true;
    }

    private static async Task WriteAsync(CsvWriter writer, params string[] fields)
    {
        foreach (var field in fields)
        {
            writer.WriteField(field);
        }

        await writer.NextRecordAsync();
    }

    private static long Before(AuditFilter filter) => long.TryParse(filter.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : long.MaxValue;
}
