namespace Kaiwa.WhatsApp;

/// <summary>
/// Whom a message is for: a telephone number (<c>to</c>), a business-scoped user id (<c>recipient</c>), or both, and then the
/// number wins, as it does at Meta. At least one is needed to send.
/// </summary>
/// <param name="Phone">The telephone number, when it is known.</param>
/// <param name="UserId">The business-scoped user id, for customers who hide their number: <c>US.13491208655302741918</c>.</param>
public sealed record Recipient(PhoneNumber? Phone, string? UserId)
{
    /// <summary>A recipient known by telephone number.</summary>
    public static Recipient Of(PhoneNumber phone) => new(phone, null);

    /// <summary>A recipient known by business-scoped user id only.</summary>
    public static Recipient OfUser(string userId) => new(null, userId);
}
