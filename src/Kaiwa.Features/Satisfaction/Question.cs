using System.Globalization;
using System.Text;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Templates;
using Message = Kaiwa.Core.Messages.Message;
using Template = Kaiwa.Core.Templates.Template;

namespace Kaiwa.Features.Satisfaction;

/// <summary>The question as WhatsApp takes it: a list of five within the 24 hours (there are at most three reply buttons), a template's quick replies after them.</summary>
internal static class Question
{
    public const string English = "How was our service? Please choose 1 to 5. A word about it is welcome, too.";
    public const string Japanese = "今回の対応はいかがでしたか？1〜5でお選びください。ひと言もお待ちしています。";

    private static readonly string[] EnglishScores = ["Very bad", "Bad", "All right", "Good", "Very good"];
    private static readonly string[] JapaneseScores = ["とても不満", "不満", "ふつう", "満足", "とても満足"];

    public static string List(Id<Message> id, SatisfactionSettings settings, string? customersLanguage)
    {
        var isJapanese = (customersLanguage is { Length: >= 2 } own && own[..2] is "en" or "ja" ? customersLanguage[..2] : settings.Language) == "ja";
        var (text, usual, names) = isJapanese ? (settings.Japanese, Japanese, JapaneseScores) : (settings.English, English, EnglishScores);
        var rows = Enumerable.Range(0, 5).Select(i => 5 - i).Select(score => new ListRow(RatingId.Write(id.Value, score), string.Create(CultureInfo.InvariantCulture, $"{score} {new string('★', score)}"), names[score - 1])).ToList();
        return Write(new OutgoingMessage.List(text.Trim() is { Length: > 0 } own1 ? own1 : usual, isJapanese ? "選ぶ" : "Choose", [new ListSection(null, rows)]));
    }

    /// <summary>Null when the template is not made for it.</summary>
    public static string? Fill(Id<Message> id, Template template) => Scores(template) is { } scores
        ? Write(new OutgoingMessage.Template(template.Name, template.Language, [.. scores.Select((score, i) => new TemplateComponent.Button("quick_reply", i, [new TemplateParameter.Payload(RatingId.Write(id.Value, score))]))]))
        : null;

    /// <summary>What each of its quick replies stands for, in their order; null when it has others than three or five, or something else to fill in or to press.</summary>
    public static IReadOnlyList<int>? Scores(Template template)
    {
        var buttons = TemplateText.Fill(template.Components, []).Buttons;
        return TemplateVariables.Find(template.Components).Count > 0 || buttons.Any(button => button.Type != "QUICK_REPLY") ? null : buttons.Count switch { 3 => [5, 3, 1], 5 => [5, 4, 3, 2, 1], _ => null };
    }

    private static string Write(OutgoingMessage message) => Encoding.UTF8.GetString(OutgoingMessageJson.WriteContent(message));
}
