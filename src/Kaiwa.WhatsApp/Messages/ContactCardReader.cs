using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>contacts[]</c> of a message, incoming or outgoing.</summary>
internal static class ContactCardReader
{
    /// <summary>Reads the value of the property that the reader stands on; null when it is not a list.</summary>
    public static IReadOnlyList<ContactCard>? ReadList(ref Utf8JsonReader reader, ref string? origin)
    {
        if (!WireJson.EnterArray(ref reader))
        {
            return null;
        }

        var cards = new List<ContactCard>(1);
        while (WireJson.NextItem(ref reader))
        {
            cards.Add(ReadCard(ref reader, ref origin));
        }

        return cards;
    }

    private static ContactCard ReadCard(ref Utf8JsonReader reader, ref string? origin)
    {
        var name = new ContactName("");
        List<ContactPhone> phones = [];
        List<ContactEmail> emails = [];
        List<ContactUrl> urls = [];
        List<ContactAddress> addresses = [];
        ContactOrganization? organization = null;
        string? birthday = null;
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "name"u8))
            {
                var part = new Parts(ref reader);
                name = new ContactName(part.FormattedName ?? "", part.FirstName, part.LastName, part.MiddleName, part.Prefix, part.Suffix);
            }
            else if (WireJson.Is(ref reader, "org"u8))
            {
                var part = new Parts(ref reader);
                organization = new ContactOrganization(part.Company, part.Department, part.Title);
            }
            else if (WireJson.Is(ref reader, "phones"u8))
            {
                ReadParts(ref reader, part => phones.Add(new ContactPhone(part.Phone, part.Type, part.WaId)));
            }
            else if (WireJson.Is(ref reader, "emails"u8))
            {
                ReadParts(ref reader, part => emails.Add(new ContactEmail(part.Email, part.Type)));
            }
            else if (WireJson.Is(ref reader, "urls"u8))
            {
                ReadParts(ref reader, part => urls.Add(new ContactUrl(part.Url, part.Type)));
            }
            else if (WireJson.Is(ref reader, "addresses"u8))
            {
                ReadParts(ref reader, part => addresses.Add(new ContactAddress(part.Street, part.City, part.State, part.Zip, part.Country, part.CountryCode, part.Type)));
            }
            else if (WireJson.Is(ref reader, "birthday"u8))
            {
                birthday = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "origin"u8))
            {
                origin = WireJson.NextText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new ContactCard(name) { Phones = phones, Emails = emails, Urls = urls, Addresses = addresses, Organization = organization, Birthday = birthday };
    }

    private static void ReadParts(ref Utf8JsonReader reader, Action<Parts> add)
    {
        if (WireJson.EnterArray(ref reader))
        {
            while (WireJson.NextItem(ref reader))
            {
                var part = default(Parts);
                part.Fill(ref reader);
                add(part);
            }
        }
    }

    // The small objects of a card share one reader: their member names do not collide.
    private struct Parts
    {
        public string? FormattedName, FirstName, LastName, MiddleName, Prefix, Suffix;
        public string? Company, Department, Title;
        public string? Phone, WaId, Email, Url, Type;
        public string? Street, City, State, Zip, Country, CountryCode;

        public Parts(ref Utf8JsonReader reader)
        {
            if (WireJson.EnterObject(ref reader))
            {
                Fill(ref reader);
            }
        }

        public void Fill(ref Utf8JsonReader reader)
        {
            while (WireJson.NextProperty(ref reader))
            {
                ref var place = ref Place(ref reader, ref this);
                place = WireJson.NextText(ref reader);
            }
        }

        private static ref string? Place(ref Utf8JsonReader reader, ref Parts parts)
        {
            switch (JsonUnescape.Read(reader.ValueSpan))
            {
                case "formatted_name": return ref parts.FormattedName;
                case "first_name": return ref parts.FirstName;
                case "last_name": return ref parts.LastName;
                case "middle_name": return ref parts.MiddleName;
                case "prefix": return ref parts.Prefix;
                case "suffix": return ref parts.Suffix;
                case "company": return ref parts.Company;
                case "department": return ref parts.Department;
                case "title": return ref parts.Title;
                case "phone": return ref parts.Phone;
                case "wa_id": return ref parts.WaId;
                case "email": return ref parts.Email;
                case "url": return ref parts.Url;
                case "type": return ref parts.Type;
                case "street": return ref parts.Street;
                case "city": return ref parts.City;
                case "state": return ref parts.State;
                case "zip": return ref parts.Zip;
                case "country": return ref parts.Country;
                case "country_code": return ref parts.CountryCode;
                default: return ref parts.Ignored;
            }
        }

        private string? Ignored;
    }
}
