namespace Kaiwa.WhatsApp.Errors;

/// <summary>What is known about one of Meta's error codes.</summary>
/// <param name="Code">Meta's code.</param>
/// <param name="HttpStatus">The HTTP status it usually comes with; 0 when it comes by webhook only. Never decide by it.</param>
/// <param name="Title">Meta's title.</param>
/// <param name="Verdict">What a sender does next.</param>
/// <param name="Fault">Who can do something about it.</param>
/// <param name="Sentence">For a person: what happened, why, what to do next.</param>
/// <param name="SentenceJa">The same in Japanese.</param>
public sealed record ErrorEntry(int Code, int HttpStatus, string Title, SendVerdict Verdict, Fault Fault, string Sentence, string SentenceJa);
