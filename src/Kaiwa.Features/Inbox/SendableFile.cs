using Kaiwa.Core.Web;

namespace Kaiwa.Features.Inbox;

/// <summary>What WhatsApp takes: the kinds of files with their types and sizes.</summary>
/// <param name="Kind">Meta's type of the message: <c>image</c>, <c>video</c>, <c>audio</c>, <c>document</c>, <c>sticker</c>.</param>
/// <param name="Mime">The type as Meta names it.</param>
/// <param name="Largest">In bytes.</param>
public sealed record SendableFile(string Kind, string Mime, long Largest)
{
    /// <summary>The most of any kind.</summary>
    public const long LargestOfAll = 100L << 20;

    private const string Office = "application/vnd.openxmlformats-officedocument.";

    private static readonly SendableFile[] All =
    [
        new("image", "image/jpeg", 5 << 20), new("image", "image/png", 5 << 20), new("sticker", "image/webp", 500 << 10),
        new("video", "video/mp4", 16 << 20), new("video", "video/3gpp", 16 << 20),
        new("audio", "audio/aac", 16 << 20), new("audio", "audio/amr", 16 << 20), new("audio", "audio/mpeg", 16 << 20), new("audio", "audio/mp4", 16 << 20), new("audio", "audio/ogg", 16 << 20),
        new("document", "application/pdf", LargestOfAll), new("document", "text/plain", LargestOfAll), new("document", "application/msword", LargestOfAll),
        new("document", Office + "wordprocessingml.document", LargestOfAll), new("document", "application/vnd.ms-excel", LargestOfAll),
        new("document", Office + "spreadsheetml.sheet", LargestOfAll), new("document", "application/vnd.ms-powerpoint", LargestOfAll),
        new("document", Office + "presentationml.presentation", LargestOfAll),
    ];

    // Browsers know fewer types than people have files, and some by other names.
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".mp4"] = "video/mp4",
        [".3gp"] = "video/3gpp",
        [".aac"] = "audio/aac",
        [".amr"] = "audio/amr",
        [".mp3"] = "audio/mpeg",
        [".m4a"] = "audio/mp4",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/ogg",
        [".pdf"] = "application/pdf",
        [".txt"] = "text/plain",
        [".doc"] = "application/msword",
        [".docx"] = Office + "wordprocessingml.document",
        [".xls"] = "application/vnd.ms-excel",
        [".xlsx"] = Office + "spreadsheetml.sheet",
        [".ppt"] = "application/vnd.ms-powerpoint",
        [".pptx"] = Office + "presentationml.presentation",
    };

    /// <summary>For a file input's <c>accept</c>.</summary>
    public static string Accept { get; } = string.Join(',', All.Select(file => file.Mime).Concat(ByExtension.Keys));

    public bool TakesCaption => Kind is "image" or "video" or "document";

    /// <summary>What WhatsApp shows a file as, or why it takes none of it. A size that is not known yet is 0.</summary>
    public static Result<SendableFile> Judge(string mime, string? fileName, long size)
    {
        var plain = mime.Split(';')[0].Trim();
        var found = Array.Find(All, file => file.Mime.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? (ByExtension.TryGetValue(Path.GetExtension(fileName ?? ""), out var known) ? Array.Find(All, file => file.Mime == known) : null);
        if (found is null)
        {
            return InboxProblems.FileKind(fileName ?? plain);
        }

        return size > found.Largest ? found.TooLarge() : found;
    }

    internal Problem TooLarge() => InboxProblems.FileTooLarge(Largest >= 1 << 20 ? $"{Largest >> 20} MB" : $"{Largest >> 10} kB");
}
