using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.OutgoingMessageWriter;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes <c>interactive</c>: reply buttons and lists, and the parts that all kinds share.</summary>
internal static class InteractiveWriter
{
    public static void Write(Utf8JsonWriter writer, OutgoingMessage.Buttons buttons)
    {
        writer.WriteString("type"u8, "button"u8);
        WriteHeader(writer, buttons.Header);
        WriteText(writer, "body"u8, buttons.Body);
        WriteText(writer, "footer"u8, buttons.Footer);
        writer.WriteStartObject("action"u8);
        WriteButtons(writer, "reply"u8, buttons.Items);
        writer.WriteEndObject();
    }

    public static void WriteButtons(Utf8JsonWriter writer, ReadOnlySpan<byte> kind, IReadOnlyList<ReplyButton> buttons)
    {
        writer.WriteStartArray("buttons"u8);
        foreach (var button in buttons)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, kind);
            writer.WriteStartObject(kind);
            writer.WriteString("id"u8, button.Id);
            writer.WriteString("title"u8, button.Title);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, OutgoingMessage.List list)
    {
        writer.WriteString("type"u8, "list"u8);
        WriteHeader(writer, list.HeaderText is null ? null : new InteractiveHeader.Text(list.HeaderText));
        WriteText(writer, "body"u8, list.Body);
        WriteText(writer, "footer"u8, list.Footer);
        writer.WriteStartObject("action"u8);
        writer.WriteString("button"u8, list.Button);
        writer.WriteStartArray("sections"u8);
        foreach (var section in list.Sections)
        {
            writer.WriteStartObject();
            WriteOptional(writer, "title"u8, section.Title);
            writer.WriteStartArray("rows"u8);
            foreach (var row in section.Rows)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, row.Id);
                writer.WriteString("title"u8, row.Title);
                WriteOptional(writer, "description"u8, row.Description);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteHeader(Utf8JsonWriter writer, InteractiveHeader? header)
    {
        switch (header)
        {
            case InteractiveHeader.Text text:
                writer.WriteStartObject("header"u8);
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Value);
                writer.WriteEndObject();
                break;
            case InteractiveHeader.Image image:
                WriteMediaHeader(writer, "image"u8, image.Source, null);
                break;
            case InteractiveHeader.Video video:
                WriteMediaHeader(writer, "video"u8, video.Source, null);
                break;
            case InteractiveHeader.Document document:
                WriteMediaHeader(writer, "document"u8, document.Source, document.Filename);
                break;
        }
    }

    private static void WriteMediaHeader(Utf8JsonWriter writer, ReadOnlySpan<byte> type, MediaSource source, string? filename)
    {
        writer.WriteStartObject("header"u8);
        WriteMedia(writer, type, source, filename);
        writer.WriteEndObject();
    }

    /// <summary>The parameters of a button that opens a page.</summary>
    public static void WriteLink(Utf8JsonWriter writer, string label, Uri url)
    {
        writer.WriteStartObject("parameters"u8);
        writer.WriteString("display_text"u8, label);
        writer.WriteString("url"u8, url.OriginalString);
        writer.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
    }
}
