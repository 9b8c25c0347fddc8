using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>A listing broke off because Meta refused a page or did not answer.</summary>
public sealed class CloudApiException(GraphError error) : Exception(error.Details is null ? error.Message : error.Message + ": " + error.Details)
{
    /// <summary>Meta's error; code -1 when no answer came.</summary>
    public GraphError Error { get; } = error;
}
