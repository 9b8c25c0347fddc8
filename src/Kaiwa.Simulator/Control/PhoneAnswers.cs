using System.Text;
using System.Text.Json;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;
using static Kaiwa.Simulator.Control.InteractiveBubble;
using static Kaiwa.Simulator.Control.ThreadReader;

namespace Kaiwa.Simulator.Control;

/// <summary>What a person answers to a message with something to tap, choose, order or fill in. Every answer quotes the message that it answers.</summary>
internal sealed class PhoneAnswers(Platform platform, ThreadReader threads)
{
    private const int PermissionDays = 7;

    public (MessageKind Kind, byte[] Body) Tap(ulong phone, BusinessNumber number, string wanted, string? message)
    {
        var (found, button) = threads.FindButton(phone, message, wanted)
            ?? throw new PhoneProblemException($"This phone shows no button \"{wanted}\". Look at GET /phones/{phone} for the buttons it has.");
        return button.Kind switch
        {
            "reply" => Interactive(number, found, "button_reply", json =>
            {
                json.WriteString("id", button.Id);
                json.WriteString("title", button.Label);
            }),
            "call_permission" => Interactive(number, found, "call_permission_reply", json => Permission(json, button.Id)),
            "contact" => (MessageKind.Contacts, PhoneWriter.Write(number, found.Id, "contacts", json => OwnCard(json, phone))),
            _ => (MessageKind.Button, PhoneWriter.Write(number, found.Id, "button", json =>
            {
                json.WriteStartObject("button");
                json.WriteString("payload", button.Id);
                json.WriteString("text", button.Label);
                json.WriteEndObject();
            })),
        };
    }

    public (MessageKind Kind, byte[] Body) Choose(ulong phone, BusinessNumber number, string wanted, string? message)
    {
        var (found, row) = threads.FindRow(phone, message, wanted)
            ?? throw new PhoneProblemException($"This phone shows no list with a row \"{wanted}\". Look at GET /phones/{phone} for the rows it has.");
        return Interactive(number, found, "list_reply", json =>
        {
            json.WriteString("id", row.Id);
            json.WriteString("title", row.Label);
            if (row.Description is { } description)
            {
                json.WriteString("description", description);
            }
        });
    }

    /// <summary>An order of products that a message shows.</summary>
    public (MessageKind Kind, byte[] Body) Order(ulong phone, BusinessNumber number, IReadOnlyList<PhoneCartItem> cart, string? message)
    {
        if (cart.Any(item => item?.Product is null))
        {
            throw new PhoneProblemException("Every item of a cart names its product: {\"cart\":[{\"product\":\"sencha\",\"quantity\":2}]}.");
        }

        var ids = cart.Select(item => item.Product).ToHashSet(StringComparer.Ordinal);
        var found = ids.Count == 0 ? null : threads.Meant(phone, message, shown => ids.IsSubsetOf(Shown(shown).Select(product => product.Id)));
        if (found is null)
        {
            throw new PhoneProblemException($"No message on this phone shows the products {string.Join(", ", ids)}. Look at GET /phones/{phone} for the products it has.");
        }

        return (MessageKind.Order, PhoneWriter.Write(number, found.Id, "order", json =>
        {
            json.WriteStartObject("order");
            json.WriteString("catalog_id", Shown(found).Select(product => product.CatalogId).FirstOrDefault(id => id.Length > 0) ?? "");
            json.WriteString("text", "");
            json.WriteStartArray("product_items");
            foreach (var item in cart)
            {
                json.WriteStartObject();
                json.WriteString("product_retailer_id", item.Product);
                json.WriteNumber("quantity", item.Quantity);
                var price = number.Account.Catalogue is { } catalogue ? platform.Catalogues.PriceOf(catalogue, item.Product) : null;
                json.WriteNumber("item_price", price?.Amount ?? item.Price);
                json.WriteString("currency", price?.Currency ?? item.Currency);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    /// <summary>The answers to a form, with the token that the business gave it.</summary>
    public (MessageKind Kind, byte[] Body) FillIn(ulong phone, BusinessNumber number, JsonElement answers, string? message)
    {
        var found = threads.Meant(phone, message, shown => shown.Buttons.Any(button => button.Kind is "flow" or "address"))
            ?? throw new PhoneProblemException($"This phone shows no form. Look at GET /phones/{phone} for what it has.");
        if (answers.ValueKind != JsonValueKind.Object)
        {
            throw new PhoneProblemException("The answers to a form are a JSON object: {\"date\":\"2026-01-02\"}.");
        }

        var isAddress = found.Buttons.Any(button => button.Kind == "address");
        return Interactive(number, found, "nfm_reply", json =>
        {
            json.WriteString("name", isAddress ? "address_message" : "flow");
            json.WriteString("body", "Sent");
            json.WriteString("response_json", Response(answers, isAddress ? null : TokenOf(found)));
        });
    }

    /// <summary>The request that a sent place answers: the newest message, when it is one.</summary>
    public string? LocationRequest(ulong phone) => threads.Meant(phone, null, _ => true) is { } newest && newest.Buttons.Any(button => button.Kind == "location") ? newest.Id : null;

    private static IEnumerable<PhoneProduct> Shown(PhoneThreadMessage message) => message.Products.Concat(message.Cards.Select(card => card.Product).OfType<PhoneProduct>());

    private static (MessageKind Kind, byte[] Body) Interactive(BusinessNumber number, PhoneThreadMessage found, string type, Action<Utf8JsonWriter> write) =>
        (MessageKind.Interactive, PhoneWriter.Write(number, found.Id, "interactive", json =>
        {
            json.WriteStartObject("interactive");
            json.WriteString("type", type);
            json.WriteStartObject(type);
            write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }));

    private void Permission(Utf8JsonWriter json, string response)
    {
        json.WriteString("response", response);
        if (response == "accept")
        {
            json.WriteBoolean("is_permanent", false);
            json.WriteNumber("expiration_timestamp", (platform.Clock.NowMs / 1000) + (PermissionDays * 24 * 3600));
        }

        json.WriteString("response_source", "user_action");
    }

    private void OwnCard(Utf8JsonWriter json, ulong phone)
    {
        var name = platform.Phones.NameOf(phone);
        json.WriteStartArray("contacts");
        json.WriteStartObject();
        json.WriteString("origin", "contact_request");
        json.WriteStartObject("name");
        json.WriteString("formatted_name", name);
        json.WriteString("first_name", name);
        json.WriteEndObject();
        json.WriteStartArray("phones");
        json.WriteStartObject();
        json.WriteString("phone", "+" + Phones.Digits(phone));
        json.WriteString("wa_id", Phones.Digits(phone));
        json.WriteString("type", "CELL");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private string TokenOf(PhoneThreadMessage form)
    {
        if (form.Kind == SendReader.NameOf(MessageKind.Template))
        {
            return form.Buttons.First(button => button.Kind == "flow").Id is { Length: > 0 } given ? given : "unused";
        }

        using var content = JsonDocument.Parse(threads.Body(form.Seq));
        return Text(At(At(content.RootElement, "action"), "parameters"), "flow_token") is { Length: > 0 } token ? token : "unused";
    }

    private static string Response(JsonElement answers, string? token)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, PhoneWriter.JsonOptions))
        {
            json.WriteStartObject();
            if (token is not null)
            {
                json.WriteString("flow_token", token);
            }

            foreach (var member in answers.EnumerateObject())
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
