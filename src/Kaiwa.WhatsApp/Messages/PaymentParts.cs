namespace Kaiwa.WhatsApp.Messages;

/// <summary>An amount: <c>Value / Offset</c> of the currency's main unit.</summary>
/// <param name="Value">The amount in its smallest unit.</param>
/// <param name="Offset">100 for rupees and reais.</param>
public sealed record Amount(long Value, int Offset = 100);

/// <summary>What is to be paid, and how: the same in a message and on a template's button.</summary>
/// <param name="ReferenceId">The shop's own reference, once per order: up to 35 letters, digits, <c>_ . -</c> (India), up to 60 characters (Brazil).</param>
/// <param name="GoodsType"><c>digital-goods</c> or <c>physical-goods</c>.</param>
/// <param name="Currency"><c>INR</c> or <c>BRL</c>.</param>
/// <param name="Total">Subtotal, tax and shipping less the discount.</param>
/// <param name="Settings">The ways to pay.</param>
/// <param name="Order">What is bought.</param>
/// <param name="PaymentType"><c>br</c> in Brazil.</param>
public sealed record PaymentRequest(
    string ReferenceId, string GoodsType, string Currency, Amount Total, IReadOnlyList<PaymentSetting> Settings, PaymentOrder? Order, string? PaymentType = null);

/// <summary>One way to pay.</summary>
public abstract record PaymentSetting
{
    private PaymentSetting()
    {
    }

    /// <summary>A payment provider (India).</summary>
    /// <param name="Type"><c>billdesk</c>, <c>razorpay</c>, <c>payu</c>, <c>zaakpay</c>.</param>
    /// <param name="ConfigurationName">The payment configuration of the account.</param>
    /// <param name="ProviderJson">The provider's own object; null without one.</param>
    public sealed record Gateway(string Type, string ConfigurationName, string? ProviderJson = null) : PaymentSetting;

    /// <summary>A Pix code (Brazil).</summary>
    /// <param name="Code">The code to copy.</param>
    /// <param name="MerchantName">Who is paid.</param>
    /// <param name="Key">The Pix key.</param>
    /// <param name="KeyType"><c>CPF</c>, <c>CNPJ</c>, <c>EMAIL</c>, <c>PHONE</c> or <c>EVP</c>.</param>
    public sealed record Pix(string Code, string MerchantName, string Key, string KeyType) : PaymentSetting;

    /// <summary>A page to pay on (Brazil).</summary>
    public sealed record Link(Uri Address) : PaymentSetting;

    /// <summary>A boleto (Brazil).</summary>
    /// <param name="DigitableLine">The line to copy.</param>
    public sealed record Boleto(string DigitableLine) : PaymentSetting;

    /// <summary>A card that the shop knows already (Brazil).</summary>
    /// <param name="LastFourDigits">For the customer to know it by.</param>
    /// <param name="CredentialId">The shop's own id of the card.</param>
    public sealed record KnownCard(string LastFourDigits, string CredentialId) : PaymentSetting;

    /// <summary>A way that is not typed here: passed through unchanged.</summary>
    /// <param name="Raw">The setting's JSON.</param>
    public sealed record Other(ReadOnlyMemory<byte> Raw) : PaymentSetting;
}

/// <summary>What is bought.</summary>
/// <param name="Status"><c>pending</c> when the bill is sent.</param>
/// <param name="Items">The lines.</param>
/// <param name="Subtotal">The lines together.</param>
public sealed record PaymentOrder(string Status, IReadOnlyList<PaymentItem> Items, Amount Subtotal)
{
    /// <summary>The catalogue that the items are from.</summary>
    public string? CatalogId { get; init; }

    /// <summary>Until when it can be paid, in Unix seconds: at least 300 seconds ahead.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>What the customer reads after that.</summary>
    public string? ExpiredText { get; init; }

    /// <summary>Tax.</summary>
    public PaymentPart? Tax { get; init; }

    /// <summary>Shipping.</summary>
    public PaymentPart? Shipping { get; init; }

    /// <summary>What is taken off.</summary>
    public PaymentPart? Discount { get; init; }
}

/// <summary>A part of the total besides the items.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Description">A few words.</param>
/// <param name="ProgramName">The discount's name.</param>
public sealed record PaymentPart(Amount Amount, string? Description = null, string? ProgramName = null);

/// <summary>A line of a bill.</summary>
/// <param name="Name">Up to 60 characters.</param>
/// <param name="Amount">The price of one.</param>
/// <param name="Quantity">How many.</param>
/// <param name="RetailerId">The shop's product id.</param>
/// <param name="SaleAmount">The reduced price of one.</param>
public sealed record PaymentItem(string Name, Amount Amount, int Quantity, string? RetailerId = null, Amount? SaleAmount = null)
{
    /// <summary>Where it was made; with the importer, for physical goods outside the catalogue (India).</summary>
    public string? CountryOfOrigin { get; init; }

    /// <summary>Who brought it into the country.</summary>
    public string? ImporterName { get; init; }

    /// <summary>The importer's address, by field: <c>address_line1</c>, <c>city</c>, <c>zone_code</c>, <c>postal_code</c>, <c>country_code</c>.</summary>
    public IReadOnlyDictionary<string, string>? ImporterAddress { get; init; }
}

/// <summary>A payment as the shop knows it.</summary>
/// <param name="Status"><c>pending</c>, <c>captured</c> or <c>failed</c>.</param>
/// <param name="Timestamp">When, in Unix seconds.</param>
public sealed record PaymentState(string Status, long? Timestamp = null);
