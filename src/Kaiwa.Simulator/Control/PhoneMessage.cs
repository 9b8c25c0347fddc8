using System.Text.Json;

namespace Kaiwa.Simulator;

/// <summary>What a phone sends; exactly one of its kinds is given.</summary>
public sealed record PhoneMessage
{
    /// <summary>The business's phone number id; without it the number that wrote last, else the first.</summary>
    public string? To { get; init; }

    /// <summary>The group that the person writes in.</summary>
    public string? Group { get; init; }

    public string? Text { get; init; }

    /// <summary>The label or id of a button to tap.</summary>
    public string? Button { get; init; }

    /// <summary>The title or id of a list row to choose.</summary>
    public string? Choice { get; init; }

    public PhoneReaction? Reaction { get; init; }
    public PhoneLocation? Location { get; init; }
    public PhoneMedia? Media { get; init; }

    /// <summary>An order, as in Meta's webhook: catalog_id, text, product_items.</summary>
    public JsonElement? Order { get; init; }

    /// <summary>A cart of products from the newest message that shows some.</summary>
    public IReadOnlyList<PhoneCartItem>? Cart { get; init; }

    /// <summary>The answers to the newest form (flow or address): a JSON object, sent as <c>nfm_reply</c> with the form's token.</summary>
    public JsonElement? Form { get; init; }

    /// <summary>Contact cards, as in Meta's webhook.</summary>
    public JsonElement? Contacts { get; init; }

    /// <summary>Any message object, as in Meta's webhook: type and its member.</summary>
    public JsonElement? Raw { get; init; }

    /// <summary>The advertisement or post that the person came from, as in Meta's webhook; goes with any kind.</summary>
    public JsonElement? Referral { get; init; }

    /// <summary>The wamid that this message quotes.</summary>
    public string? ReplyTo { get; init; }
}

/// <summary>One line of a cart. The catalogue says the price; without one the phone does.</summary>
public sealed record PhoneCartItem(string Product, int Quantity = 1, decimal Price = 10, string Currency = "USD");

public sealed record PhoneReaction(string MessageId, string Emoji);

public sealed record PhoneLocation(double Latitude, double Longitude, string? Name = null, string? Address = null);

/// <summary>A file: its bytes as base64, or a small sample when left out.</summary>
public sealed record PhoneMedia
{
    /// <summary>image, audio, video, document or sticker.</summary>
    public string Kind { get; init; } = "image";
    public string? Base64 { get; init; }
    public string? MimeType { get; init; }
    public string? Filename { get; init; }
    public string? Caption { get; init; }
    public bool Voice { get; init; }
}

/// <summary>A phone's chat: what it has shown, what it wrote.</summary>
public sealed record PhoneThread
{
    public required string Phone { get; init; }
    public required string UserId { get; init; }
    public required string Name { get; init; }
    public required HandsetSettings Settings { get; init; }

    /// <summary>The business is composing an answer.</summary>
    public bool Typing { get; init; }

    public required IReadOnlyList<PhoneThreadMessage> Messages { get; init; }
}

/// <summary>One bubble.</summary>
public sealed record PhoneThreadMessage
{
    public required long Seq { get; init; }
    public required string Id { get; init; }
    public required string Number { get; init; }
    public required bool FromPhone { get; init; }
    public required string Kind { get; init; }

    /// <summary>For messages of the business its status; for the phone's own <c>sent</c>, <c>delivered</c> (Kaiwa acknowledged it) or <c>read</c>.</summary>
    public required string State { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The words a person reads, template variables filled in.</summary>
    public string Text { get; init; } = "";
    public string? Header { get; init; }
    public string? Footer { get; init; }
    public string? ReplyTo { get; init; }

    /// <summary>The media id or link, if any.</summary>
    public string? Media { get; init; }
    public IReadOnlyList<PhoneButton> Buttons { get; init; } = [];
    public IReadOnlyList<PhoneButton> Rows { get; init; } = [];

    /// <summary>What stands line by line: the items of an order, the answers of a form.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Products of the catalogue, by the shop's id.</summary>
    public IReadOnlyList<PhoneProduct> Products { get; init; } = [];

    /// <summary>The cards of a carousel.</summary>
    public IReadOnlyList<PhoneCard> Cards { get; init; } = [];

    /// <summary>Latitude, longitude.</summary>
    public IReadOnlyList<double>? Location { get; init; }
}

/// <summary>A product that can be ordered.</summary>
public sealed record PhoneProduct(string CatalogId, string Id, string? Section = null);

/// <summary>A card of a carousel.</summary>
public sealed record PhoneCard(string? Media, string Text, IReadOnlyList<PhoneButton> Buttons, PhoneProduct? Product = null);

/// <summary>Something to tap: <c>reply</c>, <c>quick_reply</c>, <c>url</c>, <c>flow</c>, <c>address</c>, <c>location</c>, <c>contact</c>, <c>call_permission</c>, <c>voice_call</c>, <c>catalog</c>, <c>order_details</c>, <c>copy_code</c> …</summary>
public sealed record PhoneButton(string Id, string Label, string Kind, string? Description = null);
