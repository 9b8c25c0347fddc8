namespace Kaiwa.WhatsApp.Templates;

/// <summary>One variable of a template.</summary>
/// <param name="Component"><c>header</c>, <c>body</c> or <c>button</c>.</param>
/// <param name="ButtonIndex">The button's place, 0 to 9; null outside buttons.</param>
/// <param name="Key">The number of a positional variable (<c>1</c>) or the name of a named one; the format of a media header (<c>image</c>, …); <c>code</c> for a copy-code button.</param>
/// <param name="Kind">What the value is: <c>text</c>, <c>image</c>, <c>video</c>, <c>document</c>, <c>location</c>, <c>coupon_code</c>.</param>
/// <param name="Example">The example that the template was approved with; null when absent.</param>
public sealed record TemplateVariable(string Component, int? ButtonIndex, string Key, string Kind, string? Example);
