using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences.Merges;

namespace Kaiwa.Console.Tests;

/// <summary>Nobody was ever merged, and nobody can be.</summary>
internal sealed class FakeMerges : IContactMerges
{
    public Task<IReadOnlyList<MergeRow>> ListAsync(Actor actor, Id<Contact> contact, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<MergeRow>>([]);

    public Task<Result<MergedContacts>> MergeAsync(Actor actor, Id<Contact> one, Id<Contact> other, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<Result<MergedContacts>> UndoAsync(Actor actor, Id<ContactMerge> merge, CancellationToken ct = default) => throw new NotSupportedException();
}
