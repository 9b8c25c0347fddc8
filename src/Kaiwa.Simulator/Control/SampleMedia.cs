using System.Text;

namespace Kaiwa.Simulator.Control;

/// <summary>Small files for phones that send a picture without having one. Audio and video are a few honest bytes, not playable.</summary>
internal static class SampleMedia
{
    public static byte[] Of(MessageKind kind) => kind switch
    {
        MessageKind.Image => Pages.PagesApi.File("teapot.png"),
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
