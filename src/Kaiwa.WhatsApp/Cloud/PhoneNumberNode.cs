namespace Kaiwa.WhatsApp.Cloud;

/// <summary>A business phone number as Meta describes it. Absent members are null.</summary>
/// <param name="Id">The phone number's id.</param>
/// <param name="DisplayPhoneNumber">The number as Meta formats it.</param>
/// <param name="VerifiedName">The display name.</param>
/// <param name="QualityRating"><c>GREEN</c>, <c>YELLOW</c>, <c>RED</c> or <c>UNKNOWN</c>.</param>
/// <param name="Status"><c>CONNECTED</c>, <c>PENDING</c>, …</param>
/// <param name="ThroughputLevel"><c>STANDARD</c>, <c>HIGH</c> or <c>NOT_APPLICABLE</c>.</param>
/// <param name="MessagingLimitTier"><c>TIER_250</c>, <c>TIER_2K</c>, …</param>
/// <param name="Json">The node as Meta gave it.</param>
public sealed record PhoneNumberNode(
    string Id, string? DisplayPhoneNumber, string? VerifiedName, string? QualityRating, string? Status, string? ThroughputLevel, string? MessagingLimitTier, string Json);
