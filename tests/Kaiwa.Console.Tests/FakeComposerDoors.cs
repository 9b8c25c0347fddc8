using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Drafts;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.ScheduledReplies;

namespace Kaiwa.Console.Tests;

/// <summary>Drafts in memory.</summary>
internal sealed class FakeDrafts : IDrafts
{
    private readonly Dictionary<Id<Conversation>, string> texts = [];

    public Task<IReadOnlyList<Draft>> ListAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<Draft>>([.. texts.Select(pair => new Draft(pair.Key, pair.Value, DateTimeOffset.UnixEpoch))]);

    public Task<Result<bool>> KeepAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset typedAt, CancellationToken ct = default)
    {
        texts[conversation] = text;
        return Task.FromResult<Result<bool>>(true);
    }

    public Task<Result<bool>> RemoveAsync(Actor actor, Id<Conversation> conversation, DateTimeOffset until, CancellationToken ct = default) => Task.FromResult<Result<bool>>(texts.Remove(conversation));
}

/// <summary>Nothing waits.</summary>
internal sealed class FakeScheduledReplies : IScheduledReplies
{
    private static readonly Problem Unknown = new("scheduled-reply-unknown", 404);

    public Task<Result<IReadOnlyList<ScheduledReply>>> ListAsync(Actor actor, Id<Conversation> conversation, CancellationToken ct = default) => Task.FromResult<Result<IReadOnlyList<ScheduledReply>>>(Array.Empty<ScheduledReply>());

    public Task<Result<ScheduledReply>> AddAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset due, Guid? clientId = null, ScheduledExtras? extras = null, CancellationToken ct = default) => Task.FromResult<Result<ScheduledReply>>(Unknown);

    public Task<Result<(Stream Content, KeptFile File)>> OpenFileAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default) => Task.FromResult<Result<(Stream Content, KeptFile File)>>(Unknown);

    public Task<Result<ScheduledReply>> CancelAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default) => Task.FromResult<Result<ScheduledReply>>(Unknown);

    public Task<Result<Id<Message>>> SendNowAsync(Actor actor, Id<ScheduledReply> id, CancellationToken ct = default) => Task.FromResult<Result<Id<Message>>>(Unknown);
}
