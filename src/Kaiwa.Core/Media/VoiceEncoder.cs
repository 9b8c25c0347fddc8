using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core.Media;

/// <summary>What files need of the machine.</summary>
public sealed class MediaOptions
{
    /// <summary>The ffmpeg that turns recordings into voice notes: a name in the PATH, or a path.</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>How long it may work on one recording.</summary>
    public TimeSpan EncodeTimeout { get; set; } = TimeSpan.FromSeconds(60);
}

/// <summary>Turns whatever a browser recorded into what WhatsApp shows as a voice note: Ogg with Opus, mono.</summary>
public sealed class VoiceEncoder(MediaStore store, IOptionsMonitor<MediaOptions> options)
{
    private const int LongestSeconds = 600;
    private const string Mime = "audio/ogg";

    /// <summary>Whether the machine has an ffmpeg.</summary>
    public bool IsThere => Find(options.CurrentValue.Ffmpeg) is not null;

    /// <summary>Keeps the voice note of a recording.</summary>
    public async Task<Result<KeptFile>> KeepAsync(Id<Workspace> workspace, Stream recording, CancellationToken ct)
    {
        if (Find(options.CurrentValue.Ffmpeg) is not { } program)
        {
            return MediaProblems.NoEncoder;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.CurrentValue.EncodeTimeout);
        using var ffmpeg = Process.Start(Command(program)) ?? throw new Win32Exception($"{program} could not be started.");
        try
        {
            var feeding = FeedAsync(ffmpeg, recording, limit.Token);
            var complaining = ffmpeg.StandardError.ReadToEndAsync(limit.Token);
            var (hash, size) = await store.SaveAsync(workspace, ffmpeg.StandardOutput.BaseStream, limit.Token);
            await feeding;
            await complaining;
            await ffmpeg.WaitForExitAsync(limit.Token);
            return ffmpeg.ExitCode == 0 && size > 0 ? new KeptFile(hash, size, Mime, "voice.ogg") : MediaProblems.NoVoice;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return MediaProblems.NoVoice;
        }
        finally
        {
            if (!ffmpeg.HasExited)
            {
                ffmpeg.Kill(entireProcessTree: true);
            }
        }
    }

    // Only pipes: what a recording says of other files or addresses (a play list, say) is never opened.
    private static ProcessStartInfo Command(string program)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[]
                 {
                     "-hide_banner", "-nostdin", "-loglevel", "error", "-protocol_whitelist", "pipe", "-i", "pipe:0", "-map", "0:a:0", "-vn", "-map_metadata", "-1",
                     "-t", LongestSeconds.ToString(CultureInfo.InvariantCulture), "-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "24k", "-application", "voip", "-f", "ogg", "pipe:1",
                 })
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static async Task FeedAsync(Process ffmpeg, Stream recording, CancellationToken ct)
    {
        try
        {
            await recording.CopyToAsync(ffmpeg.StandardInput.BaseStream, ct);
        }
        catch (IOException) when (!ct.IsCancellationRequested)
        {
            // It has heard enough, or cannot read it: its exit code tells.
        }

        ffmpeg.StandardInput.Close();
    }

    private static string? Find(string program) => Path.IsPathRooted(program)
        ? File.Exists(program) ? program : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(path => File.Exists(path) || File.Exists(path + ".exe"));
}
