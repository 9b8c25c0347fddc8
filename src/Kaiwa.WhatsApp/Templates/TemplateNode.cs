namespace Kaiwa.WhatsApp.Templates;

/// <summary>A template as Meta lists it.</summary>
/// <param name="Id">Meta's id.</param>
/// <param name="Name">The name, unique together with the language.</param>
/// <param name="Language">The language code: <c>en_US</c>.</param>
/// <param name="Status"><c>APPROVED</c>, <c>PENDING</c>, <c>REJECTED</c>, <c>PAUSED</c>, …; an open set.</param>
/// <param name="Category"><c>MARKETING</c>, <c>UTILITY</c> or <c>AUTHENTICATION</c>.</param>
/// <param name="ParameterFormat"><c>POSITIONAL</c> or <c>NAMED</c>; null when absent, which means positional.</param>
/// <param name="ComponentsJson">The JSON array of components; <c>[]</c> when absent.</param>
/// <param name="QualityScore"><c>GREEN</c>, <c>YELLOW</c>, <c>RED</c> or <c>UNKNOWN</c>; null when absent.</param>
/// <param name="RejectedReason">Why it was rejected; null when absent.</param>
public sealed record TemplateNode(
    string Id, string Name, string Language, string Status, string Category, string? ParameterFormat, string ComponentsJson, string? QualityScore, string? RejectedReason);
