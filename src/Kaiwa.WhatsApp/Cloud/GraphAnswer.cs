using System.Diagnostics.CodeAnalysis;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>The answer of a Graph call other than a send: a value or Meta's error.</summary>
/// <typeparam name="T">What the call gives.</typeparam>
/// <param name="Value">The value; default when there is an error.</param>
/// <param name="Error">The error; null when there is a value. Code -1 means that no answer came.</param>
public sealed record GraphAnswer<T>(T? Value, GraphError? Error)
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;
}
