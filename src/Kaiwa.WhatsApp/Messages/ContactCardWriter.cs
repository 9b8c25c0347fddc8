using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.OutgoingMessageWriter;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes <c>contacts[]</c>.</summary>
internal static class ContactCardWriter
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ContactCard> cards)
    {
        writer.WriteStartArray("contacts"u8);
        foreach (var card in cards)
        {
            WriteCard(writer, card);
        }

        writer.WriteEndArray();
    }

    private static void WriteCard(Utf8JsonWriter writer, ContactCard card)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("name"u8);
        writer.WriteString("formatted_name"u8, card.Name.FormattedName);
        WriteOptional(writer, "first_name"u8, card.Name.FirstName);
        WriteOptional(writer, "last_name"u8, card.Name.LastName);
        WriteOptional(writer, "middle_name"u8, card.Name.MiddleName);
        WriteOptional(writer, "prefix"u8, card.Name.Prefix);
        WriteOptional(writer, "suffix"u8, card.Name.Suffix);
        writer.WriteEndObject();
        WriteOptional(writer, "birthday"u8, card.Birthday);
        if (card.Organization is { } organization)
        {
            writer.WriteStartObject("org"u8);
            WriteOptional(writer, "company"u8, organization.Company);
            WriteOptional(writer, "department"u8, organization.Department);
            WriteOptional(writer, "title"u8, organization.Title);
            writer.WriteEndObject();
        }

        WriteMany(writer, "phones"u8, card.Phones, phone =>
        {
            WriteOptional(writer, "phone"u8, phone.Phone);
            WriteOptional(writer, "type"u8, phone.Type);
            WriteOptional(writer, "wa_id"u8, phone.WaId);
        });
        WriteMany(writer, "emails"u8, card.Emails, email =>
        {
            WriteOptional(writer, "email"u8, email.Email);
            WriteOptional(writer, "type"u8, email.Type);
        });
        WriteMany(writer, "addresses"u8, card.Addresses, address =>
        {
            WriteOptional(writer, "street"u8, address.Street);
            WriteOptional(writer, "city"u8, address.City);
            WriteOptional(writer, "state"u8, address.State);
            WriteOptional(writer, "zip"u8, address.Zip);
            WriteOptional(writer, "country"u8, address.Country);
            WriteOptional(writer, "country_code"u8, address.CountryCode);
            WriteOptional(writer, "type"u8, address.Type);
        });
        WriteMany(writer, "urls"u8, card.Urls, url =>
        {
            WriteOptional(writer, "url"u8, url.Url);
            WriteOptional(writer, "type"u8, url.Type);
        });
        writer.WriteEndObject();
    }

    private static void WriteMany<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T> parts, Action<T> write)
    {
        if (parts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            write(part);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
