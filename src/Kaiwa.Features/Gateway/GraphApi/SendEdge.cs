namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>By which of Meta's two ways a program sends.</summary>
internal enum SendEdge
{
    /// <summary>The ordinary one: every kind of message.</summary>
    Messages,

    /// <summary>The Marketing Messages API: marketing templates only.</summary>
    MarketingMessages,
}
