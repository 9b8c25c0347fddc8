using System.Security.Cryptography;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core.Media;

/// <summary>Bytes by content hash, on disk under DATA/media/{workspace}/{sha256}.</summary>
public sealed class MediaStore(IOptions<DatabaseOptions> options)
{
    private const long Largest = 100L * 1024 * 1024;

    /// <summary>Keeps the stream and returns its hash and size. The same bytes twice are one file.</summary>
    public async Task<(string Sha256, long Size)> SaveAsync(Id<Workspace> workspace, Stream content, CancellationToken ct) =>
        await SaveAsync(workspace, content, Largest, ct)
            ?? throw new InvalidDataException("The media is larger than 100 MB, the most that WhatsApp delivers; it is not kept.");

    /// <summary>Keeps the stream when it has at most so many bytes; null, and nothing kept, when it has more.</summary>
    public async Task<(string Sha256, long Size)?> SaveAsync(Id<Workspace> workspace, Stream content, long largest, CancellationToken ct)
    {
        var folder = Path.Combine(options.Value.DataFolder, "media", workspace.ToString());
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, Path.GetRandomFileName() + ".part");
        try
        {
            var copied = await CopyAsync(content, part, largest, ct);
            if (copied is { } file)
            {
                File.Move(part, Path.Combine(folder, file.Hash), overwrite: true);
            }

            return copied;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>The file, or null when it is not here. The hash is ours, never a path from outside.</summary>
    public FileStream? Open(Id<Workspace> workspace, string sha256)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var path = Path.Combine(options.Value.DataFolder, "media", workspace.ToString(), sha256);
        return File.Exists(path) ? File.OpenRead(path) : null;
    }

    private static async Task<(string Hash, long Size)?> CopyAsync(Stream content, string path, long largest, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var buffer = new byte[81920];
        long size = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
        {
            size += read;
            if (size > largest)
            {
                return null;
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        await file.FlushAsync(ct);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }
}
