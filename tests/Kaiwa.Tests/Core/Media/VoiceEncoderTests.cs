using System.Diagnostics;
using System.Text;
using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Microsoft.Extensions.Options;

namespace Kaiwa.Tests;

public sealed class VoiceEncoderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kaiwa-voice-").FullName;

    internal static bool HasFfmpeg { get; } = Encoder(Path.GetTempPath(), new MediaOptions()).IsThere;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("webm", "libopus")]
    [InlineData("ogg", "libopus")]
    [InlineData("mp4", "aac")]
    public async Task Every_browsers_recording_becomes_ogg_opus(string format, string codec)
    {
        Assert.SkipUnless(HasFfmpeg, "ffmpeg is not installed");

        var kept = await Encoder(folder, new MediaOptions()).KeepAsync(default, new MemoryStream(await RecordAsync(format, codec)), CancellationToken.None);

        kept.Value.Mime.ShouldBe("audio/ogg");
        kept.Value.Size.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("no sound at all")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    public async Task What_is_no_recording_is_refused_and_opens_nothing(string bytes)
    {
        Assert.SkipUnless(HasFfmpeg, "ffmpeg is not installed");

        var kept = await Encoder(folder, new MediaOptions()).KeepAsync(default, new MemoryStream(Encoding.UTF8.GetBytes(bytes)), CancellationToken.None);

        kept.Problem!.Type.ShouldBe("voice-unreadable");
    }

    [Fact]
    public async Task Without_ffmpeg_it_says_what_is_missing()
    {
        var encoder = Encoder(folder, new MediaOptions { Ffmpeg = "no-such-program" });

        encoder.IsThere.ShouldBeFalse();
        (await encoder.KeepAsync(default, new MemoryStream([1]), CancellationToken.None)).Problem!.Sentence().ShouldContain("ffmpeg");
    }

    [Fact]
    public async Task A_recording_that_never_ends_is_stopped()
    {
        Assert.SkipUnless(HasFfmpeg, "ffmpeg is not installed");
        var encoder = Encoder(folder, new MediaOptions { EncodeTimeout = TimeSpan.FromMilliseconds(300) });
        using var endless = new Endless();

        (await encoder.KeepAsync(default, endless, CancellationToken.None)).Problem!.Type.ShouldBe("voice-unreadable");
    }

    /// <summary>One second of a tone as a browser would record it.</summary>
    internal static async Task<byte[]> RecordAsync(string format, string codec)
    {
        string[] fragments = format == "mp4" ? ["-movflags", "frag_keyframe+empty_moov"] : [];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-loglevel", "error", "-f", "lavfi", "-i", "sine=d=1", "-ac", "2", "-c:a", codec, .. fragments, "-f", format, "pipe:1"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(bytes);
        await ffmpeg.WaitForExitAsync();
        return bytes.ToArray();
    }

    private static VoiceEncoder Encoder(string folder, MediaOptions options) => new(new MediaStore(Options.Create(new DatabaseOptions { DataFolder = folder })), new Fixed(options));

    private sealed class Fixed(MediaOptions options) : IOptionsMonitor<MediaOptions>
    {
        public MediaOptions CurrentValue => options;

        public MediaOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<MediaOptions, string?> listener) => null;
    }

    private sealed class Endless : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
