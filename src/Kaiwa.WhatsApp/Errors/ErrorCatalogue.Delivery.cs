namespace Kaiwa.WhatsApp.Errors;

// What stops a message on its way to the customer, or a customer's on its way to us.
public static partial class ErrorCatalogue
{
    private static ErrorEntry[] Delivery() =>
    [
        E(1026, 400, "Receiver incapable", GiveUp, Fault.Customer,
            "The customer's WhatsApp is too old to show this kind of message. Send plain text, or ask them to update.",
            "お客様のWhatsAppが古く、この種類のメッセージを表示できません。テキストで送るか、アプリの更新をお願いしてください。"),
        E(130472, 400, "User's number is part of an experiment", GiveUp, Fault.Meta,
            "WhatsApp did not deliver this advertisement because the customer is in one of its experiments. Sending again does not help. It costs nothing; if the customer writes, you can answer.",
            "お客様がWhatsAppの実験対象のため、この宣伝メッセージは配信されませんでした。再送しても届きません。料金はかかりません。お客様から連絡があれば返信できます。"),
        E(131026, 400, "Message undeliverable", GiveUp, Fault.Customer,
            "The message cannot be delivered. The number is probably not on WhatsApp, the customer has not accepted its terms, or their app is too old. Check the number, or reach them another way.",
            "メッセージを配信できません。番号がWhatsAppに登録されていない、利用規約に同意していない、またはアプリが古い可能性があります。番号を確認するか、別の方法で連絡してください。"),
        E(131035, 400, "No-Storage message failure", GiveUp, Fault.Shop,
            "The message was lost because this number stores nothing at Meta and it could not be delivered in time. Send it again if it still matters.",
            "この番号はMeta側に保存しない設定のため、時間内に配信できなかったメッセージが失われました。必要であれば送り直してください。"),
        E(131036, 400, "No-Storage media failure", GiveUp, Fault.Shop,
            "The file was lost because this number stores nothing at Meta and it could not be passed on in time. Send it again if it still matters.",
            "この番号はMeta側に保存しない設定のため、時間内に渡せなかったファイルが失われました。必要であれば送り直してください。"),
        E(131049, 400, "This message was not delivered to maintain healthy ecosystem engagement", Later(Hours(24)), Fault.Meta,
            "WhatsApp held this advertisement back because this person already gets many from businesses, or has an American number, for which WhatsApp delivers none. Trying again sooner only fails: we wait at least a day. If they write to you, you can answer at once.",
            "この方はすでに多くの宣伝を受け取っているか、宣伝が配信されない米国の番号のため、WhatsAppが配信を控えました。すぐに再送しても失敗するので、1日以上待ちます。お客様から連絡があればすぐに返信できます。"),
        E(131050, 400, "User has stopped receiving marketing messages from this business", GiveUp, Fault.Customer,
            "This customer has asked, inside WhatsApp, for no more advertising from you. Respect it; service messages still arrive.",
            "お客様がWhatsApp上で、お店からの宣伝の受信を停止しました。意思を尊重してください。サービス関連のメッセージは引き続き届きます。"),
        E(131052, 400, "Media download error", GiveUp, Fault.Customer,
            "A file from the customer could not be fetched; it may be damaged or larger than 100 MB. Ask the customer to send it again.",
            "お客様からのファイルを取得できませんでした。破損しているか、100MBを超えている可能性があります。もう一度送ってもらってください。"),
        E(131060, 400, "Message unavailable", GiveUp, Fault.Customer,
            "This message could not be passed on, because it was written with a linked device that WhatsApp does not support here. Read it on the phone itself.",
            "未対応のリンク済み端末から送られたため、このメッセージを取り込めませんでした。電話のアプリで確認してください。"),
        E(137000, 400, "Recipient identity key hash mismatch", GiveUp, Fault.Us,
            "The customer's phone or WhatsApp installation has changed since we last checked, so the message was not sent. Confirm that it is still the same person, then send again.",
            "前回の確認以降に、お客様の端末またはWhatsAppが変わったため、送信されませんでした。ご本人であることを確認してから送り直してください。"),
    ];
}
