using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Labels;

/// <summary>A word that conversations are sorted by, in one of the colours that stay readable in both themes.</summary>
public sealed record Label(Id<Label> Id, string Name, LabelColour Colour);

public enum LabelColour
{
    Grey = 0,
    Red = 1,
    Orange = 2,
    Yellow = 3,
    Green = 4,
    Teal = 5,
    Blue = 6,
    Purple = 7,
    Pink = 8,
}

/// <summary>One of the shop's own words for why a conversation was resolved.</summary>
public sealed record ClosingReason(Id<ClosingReason> Id, string Name);
