using System.Text.Json;

namespace Kaiwa.WhatsApp.Errors;

/// <summary>An error answer of Meta's Graph API, and the shape in which we give one.</summary>
/// <param name="HttpStatus">The HTTP status of the answer.</param>
/// <param name="Code">Meta's code; 0 is a code of its own, -1 means that the answer held none.</param>
/// <param name="Subcode">Meta's subcode, on management calls and old versions.</param>
/// <param name="Type">Mostly <c>OAuthException</c>.</param>
/// <param name="Message"><c>(#code) title</c>.</param>
/// <param name="Details">What exactly, from <c>error_data.details</c>.</param>
/// <param name="FbTraceId">What Meta's support asks for.</param>
/// <param name="IsTransient">Meta says that trying again may help.</param>
/// <param name="UserTitle">A title for people, on management calls.</param>
/// <param name="UserMessage">A sentence for people, on management calls.</param>
public sealed record GraphError(
    int HttpStatus, int Code, int? Subcode, string Type, string Message, string? Details, string? FbTraceId, bool IsTransient, string? UserTitle, string? UserMessage)
{
    /// <summary>Reads an error answer. Never throws: what is not Meta's shape becomes an error with code -1 and the status.</summary>
    public static GraphError Read(int httpStatus, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    /// <summary>Writes <c>{"error":{…}}</c> as Meta does.</summary>
    public void WriteTo(Utf8JsonWriter writer) => throw new NotImplementedException();
}
