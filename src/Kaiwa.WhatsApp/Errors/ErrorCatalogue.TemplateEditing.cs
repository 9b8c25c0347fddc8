namespace Kaiwa.WhatsApp.Errors;

// Making and changing templates, and their statistics.
public static partial class ErrorCatalogue
{
    private static ErrorEntry[] TemplateEditing() =>
    [
        E(200005, 400, "Template insights unavailable", GiveUp, Fault.Shop,
            "Meta offers no statistics about templates for this account yet. Try again later, or use the numbers that we count ourselves.",
            "このアカウントでは、テンプレートの統計はまだ利用できません。後でやり直すか、当システムの集計を使ってください。"),
        E(200006, 400, "Template insights cannot be disabled", GiveUp, Fault.Shop,
            "Once switched on, Meta's statistics about templates cannot be switched off. Nothing is broken; leave them on.",
            "一度有効にしたテンプレートの統計は無効にできません。問題はないので、そのままにしてください。"),
        E(200007, 400, "Template insights not enabled", GiveUp, Fault.Shop,
            "Meta's statistics about templates are not switched on for this account. Switch them on in WhatsApp Manager and try again.",
            "このアカウントではテンプレートの統計が有効になっていません。WhatsAppマネージャで有効にしてやり直してください。"),
        E(2388019, 400, "Template limit exceeded", GiveUp, Fault.Shop,
            "The business account has as many templates as Meta allows. Delete templates that are no longer used, or verify the business to get more.",
            "テンプレート数の上限に達しました。使わないテンプレートを削除するか、ビジネス認証で上限を増やしてください。"),
        E(2388023, 400, "Template name and language are being deleted", GiveUp, Fault.Shop,
            "A template of this name and language was deleted a short time ago, and Meta keeps the name for up to 30 days. Choose another name.",
            "同じ名前と言語のテンプレートが削除されたばかりです。名前は最大30日間使えません。別の名前にしてください。"),
        E(2388024, 400, "Template name and language already exist", GiveUp, Fault.Shop,
            "There is already a template of this name in this language. Change that one, or choose another name.",
            "同じ名前と言語のテンプレートがすでにあります。それを編集するか、別の名前にしてください。"),
        E(2388040, 400, "Template character limit exceeded", GiveUp, Fault.Shop,
            "A part of the template is too long: 1,024 characters in the body, 60 in header and footer, 25 on a button. Shorten it and submit again.",
            "テンプレートの一部が長すぎます（本文1,024字、ヘッダーとフッター60字、ボタン25字まで）。短くして申請し直してください。"),
        E(2388047, 400, "Template header format incorrect", GiveUp, Fault.Shop,
            "The header is not as Meta wants it: at most one variable, no line break, no markup, no emoji. Correct it and submit again.",
            "ヘッダーの形式が正しくありません。変数は1個まで、改行・書式・絵文字は使えません。修正して申請し直してください。"),
        E(2388072, 400, "Template body format incorrect", GiveUp, Fault.Shop,
            "The body is not as Meta wants it: check variables, line breaks and spaces. Correct it and submit again.",
            "本文の形式が正しくありません。変数、改行、空白を確認し、修正して申請し直してください。"),
        E(2388073, 400, "Template footer format incorrect", GiveUp, Fault.Shop,
            "The footer is not as Meta wants it: no variables and no line breaks. Correct it and submit again.",
            "フッターの形式が正しくありません。変数と改行は使えません。修正して申請し直してください。"),
        E(2388293, 400, "Template has too many variables for its length", GiveUp, Fault.Shop,
            "The template has too many variables for so few fixed words. Write more text around them, or use fewer.",
            "固定の文章に対して変数が多すぎます。文章を増やすか、変数を減らしてください。"),
        E(2388299, 400, "Template variables at start or end", GiveUp, Fault.Shop,
            "The body begins or ends with a variable, which Meta does not allow. Put a word before or behind it and submit again.",
            "本文の先頭または末尾に変数があります。前後に言葉を加えて申請し直してください。"),
    ];
}
