using System.Text;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>A chat as a text file: <c>[2026-11-23 10:04] Ana: …</c>.</summary>
internal static class ExportText
{
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"];

    /// <param name="job">What.</param>
    /// <param name="reading">Where it is read.</param>
    /// <param name="fileOf">Where the file of a message lies beside this one; null where it is not there.</param>
    /// <param name="stream">Where it goes.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task WriteAsync(ExportJob job, ReadExport reading, Func<ThreadMessage, string?> fileOf, Stream stream, CancellationToken ct)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 16_384, leaveOpen: true);
        await writer.WriteAsync($"""
            {job.Say("title", job.Customer)}
            {job.Say("shop")}: {job.Shop} ({job.Conversation.Display})
            {job.Say("period")}: {job.Period}
            {job.Say("exported")}: {job.Minute(job.At)}
            {job.Say("zone", job.Zone.Id)}


            """);
        var isEmpty = true;
        await foreach (var item in reading.Items(job, ct))
        {
            isEmpty = false;
            await writer.WriteAsync(Entry(job, item, fileOf));
        }

        if (isEmpty)
        {
            await writer.WriteLineAsync(job.Say("nothing"));
        }
    }

    private static string Entry(ExportJob job, ExportItem item, Func<ThreadMessage, string?> fileOf)
    {
        var said = ExportSaid.Of(job, item);
        var file = item.Message is { Media: not null } message ? ExportFile.Of(job, message, fileOf).Words : null;
        var head = new[] { said.Kind, file }.OfType<string>().ToList();
        string[] lines =
        [
            string.Join(' ', new[] { head.Count > 0 ? $"({string.Join(": ", head)})" : null, said.Words.Length > 0 ? said.Words : null }.OfType<string>()),
            .. said.Details,
            .. said.Marks.Count > 0 && IsWorthALine(item) ? [$"({string.Join(", ", said.Marks)})"] : Array.Empty<string>(),
        ];

        // A line that somebody wrote themselves never stands where an entry begins: nobody can write an answer that the shop never gave.
        var words = string.Join("\n    ", lines.SelectMany(line => line.Split(LineEnds, StringSplitOptions.None)));
        return $"[{job.Minute(item.At)}] {(said.Who is { } who ? $"{who}: {words}" : $"* {words}")}\n";
    }

    // That something was read needs no line of its own; that it never arrived does.
    private static bool IsWorthALine(ExportItem item) =>
        item.Message is not { Direction: Core.Messages.Direction.Outgoing, State: >= Core.Messages.MessageState.Accepted and not Core.Messages.MessageState.Failed, IsEdited: false, ReactionEmoji: null, Origin: Core.Messages.Origin.Person };
}
