namespace Kaiwa.WhatsApp.Errors;

/// <summary>Every documented error code with its verdict: the one place where Meta's codes become decisions.</summary>
public static partial class ErrorCatalogue
{
    /// <summary>Every entry, by code.</summary>
    public static IReadOnlyList<ErrorEntry> All => throw new NotImplementedException();

    /// <summary>What a sender does after this error. <paramref name="httpStatus"/> only helps with codes that are not in the catalogue.</summary>
    public static SendVerdict Judge(int code, int httpStatus = 0) => throw new NotImplementedException();

    /// <summary>The entry of a code; a general one for codes that are not in the catalogue.</summary>
    public static ErrorEntry Find(int code) => throw new NotImplementedException();
}
