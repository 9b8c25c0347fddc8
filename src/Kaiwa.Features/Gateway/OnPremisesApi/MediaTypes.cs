using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>What kind of file it is. Programs that do not know send <c>application/octet-stream</c>, which Meta's cloud does not take.</summary>
internal static class MediaTypes
{
    private const string Unknown = "application/octet-stream";

    public static async Task<string> OfAsync(MediaStore files, Id<Workspace> workspace, string sha256, string given, CancellationToken ct)
    {
        if (given.Length > 0 && !given.StartsWith(Unknown, StringComparison.OrdinalIgnoreCase))
        {
            return given.StartsWith("audio/ogg", StringComparison.OrdinalIgnoreCase) ? given : given.Split(';')[0].Trim();
        }

        await using var file = files.Open(workspace, sha256);
        var head = new byte[16];
        var read = file is null ? 0 : await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return ByBeginning(head.AsSpan(0, read));
    }

    public static string Extension(string mime) => mime.Split(';')[0] switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/webp" => ".webp",
        "video/mp4" => ".mp4",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        _ => "",
    };

    public static string ByBeginning(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        _ when head.StartsWith("%PDF"u8) => "application/pdf",
        _ when head.StartsWith("OggS"u8) => "audio/ogg",
        _ when head.StartsWith("ID3"u8) => "audio/mpeg",
        _ when head.StartsWith("#!AMR"u8) => "audio/amr",
        _ when head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) => "image/webp",
        _ when head.Length >= 8 && head[4..].StartsWith("ftyp"u8) => "video/mp4",
        _ => Unknown,
    };
}
