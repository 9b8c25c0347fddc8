using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.CannedReplies;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

/// <summary>A shop without canned replies.</summary>
internal sealed class FakeCannedReplies : ICannedReplies
{
    private static readonly Problem Unknown = new("canned-reply-unknown", 404);

    public Task<IReadOnlyList<CannedReply>> ListAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<CannedReply>>([]);

    public Task<Result<CannedReply>> CreateAsync(Actor actor, CannedReplyWish wish, CancellationToken ct = default) => Task.FromResult<Result<CannedReply>>(Unknown);

    public Task<Result<CannedReply>> ChangeAsync(Actor actor, Id<CannedReply> id, CannedReplyWish wish, CancellationToken ct = default) => Task.FromResult<Result<CannedReply>>(Unknown);

    public Task<Result<bool>> DeleteAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default) => Task.FromResult<Result<bool>>(Unknown);

    public Task<Result<CannedReply>> RestoreAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default) => Task.FromResult<Result<CannedReply>>(Unknown);

    public Task<Result<CannedReply>> AttachAsync(Actor actor, Id<CannedReply> id, FileToSend file, CancellationToken ct = default) => Task.FromResult<Result<CannedReply>>(Unknown);

    public Task<Result<CannedReply>> DetachAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default) => Task.FromResult<Result<CannedReply>>(Unknown);

    public Task<Result<(Stream Content, KeptFile File)>> OpenFileAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default) => Task.FromResult<Result<(Stream Content, KeptFile File)>>(Unknown);

    public Task<Result<FilledReply>> FillAsync(Actor actor, Id<CannedReply> id, Id<Conversation> conversation, bool isLook = false, CancellationToken ct = default) => Task.FromResult<Result<FilledReply>>(Unknown);

    public Result<FilledReply> Sample(Actor actor, string text, string name) => Unknown;
}
