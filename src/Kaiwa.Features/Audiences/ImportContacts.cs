using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences;

/// <summary>Takes in a file of contacts, a thousand rows at a time, each thousand in its own transaction behind everything urgent.</summary>
internal sealed partial class ImportContacts(Database database, NumberDirectory numbers, ImportStore store, AuditLog audit, ILiveFeed feed, TimeProvider time, ILogger<ImportContacts> logger)
{
    private const int BatchSize = 1000;
    private const int LongestText = 500;
    private const long LargestFile = 500L * 1024 * 1024;

    public async Task<Result<ImportReport>> Handle(Actor actor, Stream csv, ImportOptions options, CancellationToken ct)
    {
        if (PhoneReader.For(options.DefaultCountry, numbers.Of(actor.Workspace).FirstOrDefault()) is not { } phones)
        {
            return AudienceProblems.CountryUnknown;
        }

        if (options.Declaration is { } declaration && (string.IsNullOrWhiteSpace(declaration) || declaration.Length > LongestText))
        {
            return AudienceProblems.SourceMissing;
        }

        options = options with { Name = options.Name.Length > LongestText ? options.Name[..LongestText] : options.Name };
        var run = new Run(Id<ImportContacts>.New(time).Value);
        await database.InTransactionAsync(
            async unit =>
            {
                await store.BeginAsync(unit, actor, run.Id, options);
                await audit.WriteAsync(unit, actor, "contacts.import-started", run.Id.ToString("N"), options.Declaration);
            },
            WritePriority.Bulk,
            ct);
        var problem = await Read(actor, new CsvContacts(phones).ReadAsync(new LimitedStream(csv, LargestFile), ct), options, run, ct);
        await database.InTransactionAsync(unit => store.ProgressAsync(unit, actor.Workspace, run.Id, run.Rows, run.ErrorCount, isFinished: true), WritePriority.Bulk, CancellationToken.None);
        feed.Publish(new Change(actor.Workspace, "contacts", run.Id));
        LogImported(run.Id, run.Rows, run.Counts.Added, run.ErrorCount);
        return problem is null ? run.Report() : problem;
    }

    private async Task<Problem?> Read(Actor actor, IAsyncEnumerable<CsvContact> rows, ImportOptions options, Run run, CancellationToken ct)
    {
        var batch = new List<CsvContact>(BatchSize);
        try
        {
            await foreach (var row in rows)
            {
                batch.Add(row);
                if (batch.Count == BatchSize)
                {
                    await Write(actor, options, run, batch, ct);
                }
            }
        }
        catch (CsvRefusedException e)
        {
            await Write(actor, options, run, batch, ct);
            return e.Problem;
        }

        await Write(actor, options, run, batch, ct);
        return null;
    }

    private async Task Write(Actor actor, ImportOptions options, Run run, List<CsvContact> batch, CancellationToken ct)
    {
        var good = batch.Where(row => row.Problem is null).ToList();
        var bad = batch.Where(row => row.Problem is not null).ToList();
        var kept = bad.Take(ImportStore.MostErrors - run.Errors.Count).ToList();
        var rows = run.Rows + batch.Count;
        var errors = run.ErrorCount + bad.Count;
        run.Counts += await database.InTransactionAsync(
            async unit =>
            {
                var counts = good.Count == 0 ? default : await store.WriteAsync(unit, actor.Workspace, run.Id, options, good);
                await store.AddErrorsAsync(unit, actor.Workspace, run.Id, kept);
                await store.ProgressAsync(unit, actor.Workspace, run.Id, rows, errors, isFinished: false);
                return counts;
            },
            WritePriority.Bulk,
            ct);
        (run.Rows, run.ErrorCount) = (rows, errors);
        run.Errors.AddRange(kept.Select(row => ImportStore.Error(row.Line, row.Column, row.Problem)));
        options.Progress?.Report(new ImportProgress(rows, errors));
        batch.Clear();
    }

    [LoggerMessage(LogLevel.Information, "Import {Import} read {Rows} rows: {Added} new contacts, {Errors} rows refused")]
    private partial void LogImported(Guid import, long rows, long added, long errors);

    private sealed class Run(Guid id)
    {
        public Guid Id => id;

        public long Rows { get; set; }

        public long ErrorCount { get; set; }

        public ImportCounts Counts { get; set; }

        public List<RowError> Errors { get; } = [];

        public ImportReport Report() => new()
        {
            Id = id,
            Rows = Rows,
            Added = Counts.Added,
            Updated = Counts.Updated,
            ConsentIn = Counts.ConsentIn,
            StayedOut = Counts.StayedOut,
            ErrorCount = ErrorCount,
            Errors = Errors,
        };
    }
}
