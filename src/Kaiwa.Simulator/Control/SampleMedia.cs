using System.Text;

namespace Kaiwa.Simulator.Control;

/// <summary>Small files for phones that send a picture without having one.</summary>
internal static class SampleMedia
{
    // A 1×1 PNG, and a WAV-less silence of Ogg pages would be longer than it is worth: audio and video are a few honest bytes.
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    public static byte[] Of(MessageKind kind) => kind switch
    {
        MessageKind.Image => Convert.FromBase64String(Pixel),
        MessageKind.Document => Encoding.UTF8.GetBytes("Hello from a simulated phone.\n"),
        _ => Encoding.ASCII.GetBytes("OggS simulated " + kind),
    };

    public static string MimeOf(MessageKind kind) => kind switch
    {
        MessageKind.Image => "image/png",
        MessageKind.Audio => "audio/ogg",
        MessageKind.Video => "video/mp4",
        MessageKind.Sticker => "image/webp",
        _ => "text/plain",
    };
}
