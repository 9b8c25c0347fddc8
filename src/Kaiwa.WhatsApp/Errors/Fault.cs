namespace Kaiwa.WhatsApp.Errors;

/// <summary>Who can do something about an error.</summary>
public enum Fault
{
    /// <summary>The program that built the request.</summary>
    Us,

    /// <summary>The business: its account, number, template, payment or permissions.</summary>
    Shop,

    /// <summary>The customer: their phone, app or choice.</summary>
    Customer,

    /// <summary>Meta: overload, maintenance, its own mistakes.</summary>
    Meta,

    /// <summary>The line between us and Meta.</summary>
    Network,
}
