namespace Kaiwa.WhatsApp.Messages;

/// <content>The kinds of <c>interactive</c> besides reply buttons and lists.</content>
public abstract partial record OutgoingMessage
{
    /// <summary>One button that opens a web page.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Label">The button's label, up to 20 characters.</param>
    /// <param name="Url">The address that it opens.</param>
    /// <param name="Header">What stands above.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record UrlButton(string Body, string Label, Uri Url, InteractiveHeader? Header = null, string? Footer = null) : OutgoingMessage;

    /// <summary>Asks for the customer's place; the answer is an <see cref="IncomingMessage.Location"/>.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record LocationRequest(string Body, string? Footer = null) : OutgoingMessage;

    /// <summary>One product of the catalogue.</summary>
    /// <param name="CatalogId">The catalogue that is connected to the account.</param>
    /// <param name="ProductRetailerId">The shop's product id.</param>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record Product(string CatalogId, string ProductRetailerId, string? Body = null, string? Footer = null) : OutgoingMessage;

    /// <summary>Products of the catalogue under headings; the answer is an <see cref="IncomingMessage.Order"/>.</summary>
    /// <param name="CatalogId">The catalogue that is connected to the account.</param>
    /// <param name="HeaderText">Up to 60 characters; Meta demands it.</param>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Sections">1 to 10 sections with at most 30 products together.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record ProductList(string CatalogId, string HeaderText, string Body, IReadOnlyList<ProductSection> Sections, string? Footer = null) : OutgoingMessage;

    /// <summary>A button that opens the whole catalogue.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="ThumbnailProductRetailerId">The product whose picture is shown; Meta takes the first when null.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record Catalogue(string Body, string? ThumbnailProductRetailerId = null, string? Footer = null) : OutgoingMessage;

    /// <summary>A button that opens a form; the answer is an <see cref="IncomingMessage.FlowReply"/>.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Form">Which form, and where it begins.</param>
    /// <param name="Header">What stands above.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record Flow(string Body, FlowForm Form, InteractiveHeader? Header = null, string? Footer = null) : OutgoingMessage;

    /// <summary>Asks for a delivery address (India); the answer is an <see cref="IncomingMessage.FlowReply"/> named <c>address_message</c>.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Form">The country and what is filled in already.</param>
    /// <param name="Header">What stands above.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record AddressRequest(string Body, AddressForm Form, InteractiveHeader? Header = null, string? Footer = null) : OutgoingMessage;

    /// <summary>Cards side by side: all with the same kind of content.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Cards">2 to 10 cards.</param>
    public sealed record Carousel(string Body, IReadOnlyList<CarouselCard> Cards) : OutgoingMessage;

    /// <summary>Asks whether the business may call; the answer is an <see cref="IncomingMessage.CallPermissionReply"/>.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record CallPermissionRequest(string? Body = null, string? Footer = null) : OutgoingMessage;

    /// <summary>A button by which the customer calls the business on WhatsApp.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Label">The button's label, up to 20 characters.</param>
    /// <param name="TtlMinutes">How long it works, 1 to 43,200 minutes; 10,080 when null.</param>
    /// <param name="Payload">Returned with the call, up to 512 characters.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record CallButton(string Body, string? Label = null, int? TtlMinutes = null, string? Payload = null, string? Footer = null) : OutgoingMessage;

    /// <summary>Asks for the customer's number; the answer is an <see cref="IncomingMessage.Contacts"/> with the origin <c>contact_request</c>.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record ContactRequest(string Body, string? Footer = null) : OutgoingMessage;

    /// <summary>A bill with a button to pay it (India and Brazil).</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="Payment">What is to be paid, and how.</param>
    /// <param name="Header">A picture, a video or a file.</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record OrderDetails(string Body, PaymentRequest Payment, InteractiveHeader? Header = null, string? Footer = null) : OutgoingMessage;

    /// <summary>What has become of an order that was sent as <see cref="OrderDetails"/>.</summary>
    /// <param name="Body">Up to 1,024 characters.</param>
    /// <param name="ReferenceId">The reference of the order's bill.</param>
    /// <param name="Status"><c>pending</c>, <c>processing</c>, <c>partially-shipped</c>, <c>shipped</c>, <c>completed</c> or <c>canceled</c>.</param>
    /// <param name="Description">A few words about it.</param>
    /// <param name="Payment">The payment as the shop knows it (Brazil).</param>
    /// <param name="Footer">Up to 60 characters.</param>
    public sealed record OrderStatus(
        string Body, string ReferenceId, string Status, string? Description = null, PaymentState? Payment = null, string? Footer = null) : OutgoingMessage;
}
