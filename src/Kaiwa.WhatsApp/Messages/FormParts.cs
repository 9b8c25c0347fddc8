namespace Kaiwa.WhatsApp.Messages;

/// <summary>A form to open.</summary>
/// <param name="Label">The button's label; Meta advises up to 20 characters without emoji.</param>
/// <param name="FlowId">The form's id; either this or <paramref name="FlowName"/>.</param>
/// <param name="FlowName">The form's name.</param>
/// <param name="Token">Comes back with the answer; Meta takes <c>unused</c> when null.</param>
/// <param name="Mode"><c>published</c> (when null) or <c>draft</c>.</param>
/// <param name="Action"><c>navigate</c> (when null) or <c>data_exchange</c>.</param>
/// <param name="Screen">The first screen, only with <c>navigate</c>; the form's own when null.</param>
/// <param name="DataJson">What the first screen is given: a JSON object that is not empty.</param>
public sealed record FlowForm(
    string Label, string? FlowId = null, string? FlowName = null, string? Token = null, string? Mode = null, string? Action = null, string? Screen = null, string? DataJson = null);

/// <summary>An address form.</summary>
/// <param name="Country">The country's code: <c>IN</c>.</param>
/// <param name="Values">What is filled in, by field: <c>name</c>, <c>phone_number</c>, <c>in_pin_code</c>, <c>house_number</c>, <c>address</c>, <c>city</c>, …</param>
/// <param name="Saved">Addresses to choose from.</param>
/// <param name="Errors">What was wrong with the last answer, by field.</param>
public sealed record AddressForm(
    string Country, IReadOnlyDictionary<string, string>? Values = null, IReadOnlyList<SavedAddress>? Saved = null, IReadOnlyDictionary<string, string>? Errors = null);

/// <summary>An address that the customer can choose.</summary>
/// <param name="Id">Returned with the choice.</param>
/// <param name="Values">The address, by field.</param>
public sealed record SavedAddress(string Id, IReadOnlyDictionary<string, string> Values);
