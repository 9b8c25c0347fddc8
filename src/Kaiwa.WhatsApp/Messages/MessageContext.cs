namespace Kaiwa.WhatsApp.Messages;

/// <summary>What an incoming message refers to.</summary>
/// <param name="From">Who wrote the message that is quoted.</param>
/// <param name="Id">The message that is quoted; absent when it is gone.</param>
/// <param name="Forwarded">The message was forwarded.</param>
/// <param name="FrequentlyForwarded">It was forwarded more than five times.</param>
/// <param name="CatalogId">The catalogue of the product that the customer asks about.</param>
/// <param name="ProductRetailerId">The product that the customer asks about.</param>
public sealed record MessageContext(string? From, string? Id, bool Forwarded, bool FrequentlyForwarded, string? CatalogId, string? ProductRetailerId);
