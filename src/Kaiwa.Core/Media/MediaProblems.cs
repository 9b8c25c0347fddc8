using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Core.Media;

/// <summary>Why a file of ours could not leave.</summary>
public static class MediaProblems
{
    public static readonly Problem NotKept = new("file-not-kept", StatusCodes.Status409Conflict);
    public static readonly Problem NoEncoder = new("voice-encoder-missing", StatusCodes.Status503ServiceUnavailable);
    public static readonly Problem NoVoice = new("voice-unreadable", StatusCodes.Status400BadRequest);

    static MediaProblems()
    {
        ProblemTexts.Add("file-not-kept", "File not kept", "The file of this message is not on this server any more. Attach it again.", "このメッセージのファイルはサーバーに残っていません。もう一度添付してください。");
        ProblemTexts.Add("file-not-taken", "File not taken", "WhatsApp did not take the file ({0}), and nothing was sent. Try again in a moment.", "WhatsAppがファイルを受け付けませんでした（{0}）。何も送信していません。少し待ってから再度お試しください。");
        ProblemTexts.Add("voice-encoder-missing", "No voice encoder", "Voice notes need ffmpeg on the server, and it is not there. Ask your administrator to install it; `kaiwa doctor` tells how.", "ボイスメッセージにはサーバーのffmpegが必要ですが、見つかりません。管理者に導入を依頼してください。`kaiwa doctor` で方法を確認できます。");
        ProblemTexts.Add("voice-unreadable", "Recording not readable", "Nothing could be heard in this recording, or it is longer than 10 minutes. Record it again.", "録音を読み取れないか、10分を超えています。もう一度録音してください。");
    }

    public static Problem NotTaken(string words) => new("file-not-taken", StatusCodes.Status502BadGateway, words);
}
