namespace Kaiwa.WhatsApp.Messages;

/// <summary>One line of a cart.</summary>
/// <param name="ProductRetailerId">The shop's product id.</param>
/// <param name="Quantity">How many.</param>
/// <param name="ItemPrice">The price of one in the currency's main unit, as Meta sends it.</param>
/// <param name="Currency">The ISO currency code.</param>
public sealed record OrderItem(string? ProductRetailerId, int Quantity, decimal? ItemPrice, string? Currency);
