using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Audiences.Merges;

/// <summary>Why two contacts cannot be joined or parted, in words.</summary>
internal static class MergeProblems
{
    public static readonly Problem Same = new("merge-same", StatusCodes.Status400BadRequest);
    public static readonly Problem Unknown = new("merge-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem LaterFirst = new("merge-later-first", StatusCodes.Status409Conflict);

    public static void Register()
    {
        ProblemTexts.Add("merge-same", "The same contact", "A contact cannot be merged with itself. Choose another one.", "同じ連絡先同士は統合できません。別の連絡先を選んでください。");
        ProblemTexts.Add("merge-unknown", "Merge unknown", "This merge does not exist here, or it was undone already. Open the contact again to see how it stands.", "この統合は存在しないか、すでに取り消されています。連絡先を開き直して確認してください。");
        ProblemTexts.Add("merge-later-first", "A later merge comes first", "This contact was merged with somebody else later. Undo that merge first, then this one.", "この連絡先は後で別の連絡先とも統合されています。先にその統合を取り消してから、もう一度お試しください。");
    }
}
