namespace Kaiwa.WhatsApp.Messages;

/// <summary>Products under a heading.</summary>
/// <param name="Title">Up to 24 characters; needed when there are several sections.</param>
/// <param name="ProductRetailerIds">The shop's product ids.</param>
public sealed record ProductSection(string? Title, IReadOnlyList<string> ProductRetailerIds);

/// <summary>A card of a carousel. A carousel has one kind of card only.</summary>
public abstract record CarouselCard
{
    private CarouselCard()
    {
    }

    /// <summary>A picture or a video with a button that opens a web page.</summary>
    /// <param name="Header">A picture or a video; the same kind on every card.</param>
    /// <param name="Label">The button's label, up to 20 characters.</param>
    /// <param name="Url">The address that it opens.</param>
    /// <param name="Body">Up to 160 characters and two line breaks.</param>
    public sealed record Link(InteractiveHeader Header, string Label, Uri Url, string? Body = null) : CarouselCard;

    /// <summary>A picture or a video with buttons to answer by.</summary>
    /// <param name="Header">A picture or a video; the same kind on every card.</param>
    /// <param name="Buttons">The same number on every card.</param>
    /// <param name="Body">Up to 160 characters and two line breaks.</param>
    public sealed record Replies(InteractiveHeader Header, IReadOnlyList<ReplyButton> Buttons, string? Body = null) : CarouselCard;

    /// <summary>A product; every card from the same catalogue.</summary>
    /// <param name="CatalogId">The catalogue.</param>
    /// <param name="ProductRetailerId">The shop's product id.</param>
    public sealed record Product(string CatalogId, string ProductRetailerId) : CarouselCard;
}
