namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>A person as a webhook names them. A customer who hides the number has no <see cref="WaId"/>.</summary>
/// <param name="WaId">The telephone number as digits; may be absent.</param>
/// <param name="UserId">The business-scoped user id.</param>
/// <param name="ParentUserId">The user id shared by a managed group of portfolios.</param>
/// <param name="ProfileName">The name that the person chose.</param>
/// <param name="Username">The username, which may change hands: never a key.</param>
/// <param name="IdentityKeyHash">The hash of the person's keys, only when identity check is on.</param>
/// <param name="Raw">The contact's JSON.</param>
public sealed record WebhookContact(
    string? WaId, string? UserId, string? ParentUserId, string? ProfileName, string? Username, string? IdentityKeyHash, ReadOnlyMemory<byte> Raw);
