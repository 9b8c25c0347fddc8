using System.Globalization;
using System.Text;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Web;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Console.Audiences;

/// <summary>Bringing contacts in from a file: the question of consent, the progress, what came of it.</summary>
internal sealed class ImportState(IAudiences audiences, Session session)
{
    /// <summary>Longer files come in through the API.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    public bool EverybodyAgreed { get; set; }

    public string Declaration { get; set; } = "";

    public string DefaultCountry { get; set; } = "";

    public bool IsRunning { get; private set; }

    public string FileName { get; private set; } = "";

    public ImportProgress Progress { get; private set; } = new(0, 0);

    public ImportReport? Report { get; private set; }

    public Problem? Problem { get; private set; }

    public bool CanStart => !IsRunning && (!EverybodyAgreed || !string.IsNullOrWhiteSpace(Declaration));

    public void Again() => (Report, Problem, Progress) = (null, null, new ImportProgress(0, 0));

    public async Task RunAsync(string fileName, Stream csv, Action<ImportProgress> progressed, CancellationToken ct)
    {
        Again();
        (IsRunning, FileName) = (true, fileName);
        try
        {
            var imported = await audiences.ImportAsync(
                await session.ActorAsync(),
                csv,
                new ImportOptions
                {
                    Name = fileName,
                    DefaultCountry = DefaultCountry.Trim() is { Length: 2 } country ? country.ToUpperInvariant() : null,
                    Declaration = EverybodyAgreed ? Declaration.Trim() : null,
                    Progress = new Reporter(progress =>
                    {
                        Progress = progress;
                        progressed(progress);
                    }),
                },
                ct);
            Report = imported.IsOk ? imported.Value : null;
            Problem = imported.Problem;
        }
        finally
        {
            IsRunning = false;
        }
    }

    /// <summary>The rows that were left out, as a file to mend.</summary>
    public string ErrorsAsCsv()
    {
        var text = new StringBuilder("line,column,problem\n");
        foreach (var error in Report?.Errors ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"{error.Line},{Quoted(error.Column)},{Quoted(error.Sentence)}\n");
        }

        return text.ToString();
    }

    private static string Quoted(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    // Progress<T> would post to the circuit for each report; the page decides itself when to draw.
    private sealed class Reporter(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
