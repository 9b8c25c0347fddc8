namespace Kaiwa.WhatsApp.Errors;

/// <summary>An error inside a webhook: of a status, a message or an account.</summary>
/// <param name="Code">Meta's code; 0 when unreadable.</param>
/// <param name="Title">A short title.</param>
/// <param name="Message">Mostly the title again.</param>
/// <param name="Details">What exactly, from <c>error_data.details</c>.</param>
/// <param name="Href">Meta's page about errors.</param>
public sealed record GraphErrorInfo(int Code, string? Title, string? Message, string? Details, string? Href);
