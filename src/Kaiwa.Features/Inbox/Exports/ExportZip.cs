using System.IO.Compression;
using System.Text;
using Kaiwa.Core.Media;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>Page, text, data and files in one archive, written as it is sent: neither a message nor a file waits in memory for the rest.</summary>
internal sealed class ExportZip(ReadExport reading, MediaStore media)
{
    public async Task WriteAsync(ExportJob job, Stream stream, CancellationToken ct)
    {
        await using var unhurried = new UnhurriedStream(stream);
        await using var zip = await ZipArchive.CreateAsync(unhurried, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        string? FileOf(ThreadMessage message) => IsHere(job, message) ? ExportNames.Media(job, message) : null;
        await AddAsync(zip, job, "conversation.html", entry => ExportHtml.WriteAsync(job, reading, FileOf, entry, ct), ct);
        await AddAsync(zip, job, "conversation.txt", entry => ExportText.WriteAsync(job, reading, FileOf, entry, ct), ct);
        await AddAsync(zip, job, "conversation.json", entry => ExportJson.WriteAsync(job, reading, FileOf, entry, ct), ct);

        // What is missing is written down at the end: an archive that is written as it is sent has one open file at a time.
        var hasMissing = false;
        await foreach (var message in reading.Messages(job, ct).Where(message => message.Media is not null))
        {
            await using var file = Open(job, message);
            if (file is null)
            {
                hasMissing = true;
                continue;
            }

            // Pictures and sound are packed already.
            await AddAsync(zip, job, ExportNames.Media(job, message), entry => file.CopyToAsync(entry, ct), ct, CompressionLevel.NoCompression);
        }

        if (hasMissing)
        {
            await AddAsync(zip, job, "missing.txt", entry => WriteMissingAsync(job, entry, ct), ct);
        }
    }

    private async Task WriteMissingAsync(ExportJob job, Stream stream, CancellationToken ct)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteLineAsync(job.Say("missing.title"));
        await foreach (var message in reading.Messages(job, ct).Where(message => message.Media is not null && !IsHere(job, message)))
        {
            await writer.WriteLineAsync($"[{job.Minute(message.At)}] {ExportNames.OneLine(message.Media!.FileName ?? message.Media.Mime)}: {ExportFile.Missing(job, message.Media)}");
        }
    }

    private static async Task AddAsync(ZipArchive zip, ExportJob job, string name, Func<Stream, Task> write, CancellationToken ct, CompressionLevel level = CompressionLevel.Fastest)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = job.Local(job.At);
        await using var stream = await entry.OpenAsync(ct);
        await write(stream);
    }

    private FileStream? Open(ExportJob job, ThreadMessage message) => message.Media?.Sha256 is { } hash ? media.Open(job.Workspace, hash) : null;

    private bool IsHere(ExportJob job, ThreadMessage message)
    {
        using var file = Open(job, message);
        return file is not null;
    }
}
