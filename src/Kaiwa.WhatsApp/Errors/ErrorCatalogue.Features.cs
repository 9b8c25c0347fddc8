namespace Kaiwa.WhatsApp.Errors;

// Forms, blocking, usernames, payments, sign-up pages.
public static partial class ErrorCatalogue
{
    private static ErrorEntry[] Features() =>
    [
        E(134011, 400, "WhatsApp Payments terms of service not accepted", Hold, Fault.Shop,
            "Payments cannot be requested because the shop has not accepted WhatsApp's payment terms. Accept them in WhatsApp Manager, then release what waits.",
            "WhatsApp決済の利用規約に同意していないため、支払いを請求できません。WhatsAppマネージャで同意し、待機中のメッセージを再開してください。"),
        E(139000, 400, "Flow blocked by integrity", Hold, Fault.Shop,
            "Meta's checks have stopped this form or its account. See the reason in WhatsApp Manager and ask for a review.",
            "Metaの審査により、このフォームまたはアカウントが停止されています。WhatsAppマネージャで理由を確認し、再審査を申請してください。"),
        E(139001, 400, "Flow cannot be updated", GiveUp, Fault.Shop,
            "A published form cannot be changed. Make a copy, change the copy and publish it.",
            "公開済みのフォームは変更できません。複製を編集して公開してください。"),
        E(139002, 400, "Flow cannot be published", GiveUp, Fault.Shop,
            "The form has errors, or its server does not answer, so it cannot be published. Mend what the details name and publish again.",
            "フォームに誤りがあるか、サーバーが応答しないため公開できません。詳細に書かれた点を直して公開し直してください。"),
        E(139003, 400, "Flow cannot be deprecated", GiveUp, Fault.Shop,
            "Only published forms can be retired. Delete the draft instead.",
            "廃止できるのは公開済みのフォームだけです。下書きは削除してください。"),
        E(139004, 400, "Flow cannot be deleted", GiveUp, Fault.Shop,
            "Only drafts can be deleted. Retire the published form instead.",
            "削除できるのは下書きだけです。公開済みのフォームは廃止してください。"),
        E(139006, 400, "Flow metrics threshold not reached", GiveUp, Fault.Shop,
            "The form was used too little for statistics. Look again when more people have used it.",
            "利用が少ないため、フォームの統計はまだありません。利用が増えてから確認してください。"),
        E(139100, 400, "Failed to block or unblock some users", GiveUp, Fault.Us,
            "Some people could not be blocked or unblocked; the details name them. Only people who wrote within the last 24 hours can be blocked.",
            "一部の利用者をブロックまたは解除できませんでした。対象は詳細に書かれています。ブロックできるのは24時間以内に連絡があった方だけです。"),
        E(139101, 400, "Block list is full", GiveUp, Fault.Shop,
            "The block list holds 64,000 people and is full. Unblock some to block others.",
            "ブロックリストが上限（64,000人）に達しています。誰かの解除が必要です。"),
        E(139102, 400, "Block list is being updated", Retry(5), Fault.Us,
            "Someone else is changing the block list at this moment. We try again by ourselves.",
            "ブロックリストが同時に変更されています。自動で再試行します。"),
        E(139103, 500, "Block list internal error", Retry(5), Fault.Meta,
            "Meta could not change the block list just now. We try again by ourselves.",
            "Meta側の問題でブロックリストを変更できませんでした。自動で再試行します。"),
        E(147001, 400, "Username unavailable", GiveUp, Fault.Shop,
            "This username is taken, or WhatsApp does not allow it. Choose another one and save again.",
            "このユーザー名は使用済みか、使えません。別の名前を選んでください。"),
        E(147002, 400, "Account not eligible for a username", GiveUp, Fault.Shop,
            "This account may not have a username yet. Verify the business in Meta's business manager and try again.",
            "このアカウントではまだユーザー名を使えません。Metaビジネスマネージャでビジネス認証を行い、やり直してください。"),
        E(147003, 400, "Facebook page not linked", GiveUp, Fault.Shop,
            "The username belongs to a Facebook page that is not linked to this account. Link the page and try again.",
            "このユーザー名はFacebookページのものですが、ページが連携されていません。連携してやり直してください。"),
        E(147004, 400, "Instagram account not linked", GiveUp, Fault.Shop,
            "The username belongs to an Instagram account that is not linked to this account. Link it and try again.",
            "このユーザー名はInstagramアカウントのものですが、連携されていません。連携してやり直してください。"),
        E(147005, 400, "Username transfer required", GiveUp, Fault.Shop,
            "Another number of the business has this username. Ask for it with a transfer, or choose another one.",
            "このユーザー名は同じビジネスの別の番号が使用中です。移転として申請するか、別の名前を選んでください。"),
        E(1752041, 400, "Duplicate request", GiveUp, Fault.Us,
            "This was already asked for, and Meta is working on it. Nothing needs to be done but wait.",
            "すでに申請済みで、Metaが処理中です。そのままお待ちください。"),
        .. SignUpPages(),
    ];

    // Meta's pages give these eight codes without saying which field each is about: the details of the answer do.
    private static List<ErrorEntry> SignUpPages()
    {
        ReadOnlySpan<int> codes = [2494164, 2494165, 2494166, 2494167, 2494168, 2494176, 2494177, 2494179];
        var entries = new List<ErrorEntry>(codes.Length);
        foreach (var code in codes)
        {
            entries.Add(E(
                code, 400, "In-app sign-up error", GiveUp, Fault.Shop,
                "The sign-up page for subscribers was not accepted; which part is in the details. Check texts, web addresses and promotion code, and save it again.",
                "登録ページの設定が受け付けられませんでした。該当箇所は詳細に書かれています。文章、URL、プロモーションコードを確認し、保存し直してください。"));
        }

        return entries;
    }
}
