using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Drafts;

internal sealed class DraftsDoor(DraftStore store) : IDrafts
{
    private const int LongestText = 4096;

    /// <summary>In the words of the inbox.</summary>
    private static readonly Problem ConversationUnknown = new("conversation-unknown", StatusCodes.Status404NotFound);
    private static readonly Problem TextTooLong = new("text-too-long", StatusCodes.Status400BadRequest, "4096");

    public async Task<IReadOnlyList<Draft>> ListAsync(Actor actor, CancellationToken ct = default) => actor.May(Permissions.Read) ? await store.ListAsync(actor, ct) : [];

    public async Task<Result<bool>> KeepAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset typedAt, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Send) is { } refusal)
        {
            return refusal;
        }

        if (text.Length > LongestText)
        {
            return TextTooLong;
        }

        return string.IsNullOrWhiteSpace(text) ? await RemoveAsync(actor, conversation, DateTimeOffset.MaxValue, ct)
            : await store.KeepAsync(actor, conversation, text, typedAt, ct) ? true
            : ConversationUnknown;
    }

    public async Task<Result<bool>> RemoveAsync(Actor actor, Id<Conversation> conversation, DateTimeOffset until, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Send) is { } refusal)
        {
            return refusal;
        }

        return await store.IsThereAsync(actor, conversation, ct) ? await store.DeleteAsync(actor, conversation, until, ct) : ConversationUnknown;
    }
}
