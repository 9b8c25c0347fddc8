namespace Kaiwa.Features.Inbox.Exports;

/// <summary>A message's file: what it is called, and where it lies beside the export.</summary>
internal sealed record ExportFile(string Words, string? Path)
{
    public static ExportFile Of(ExportJob job, ThreadMessage message, Func<ThreadMessage, string?> fileOf)
    {
        var media = message.Media!;
        var name = ExportNames.OneLine(media.FileName is { Length: > 0 } given ? given : media.Mime);
        return fileOf(message) is { } path ? new(media.FileName is { Length: > 0 } ? $"{name}, {path}" : path, path)
            : media.Url is not null && job.Wish.Format != ExportFormat.Zip ? new(name, null)
            : new($"{name}, {Missing(job, media)}", null);
    }

    public static string Missing(ExportJob job, MediaView media) => media.Problem is { } problem ? job.Say("media.why", problem.Sentence(job.Wish.Language)) : job.Say("media.missing");
}
