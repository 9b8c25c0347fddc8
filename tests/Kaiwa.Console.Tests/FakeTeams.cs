using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Console.Tests;

/// <summary>Teams in memory that nobody changes.</summary>
internal sealed class FakeTeams : ITeams
{
    public List<Team> Teams { get; } = [];

    public Task<IReadOnlyList<Team>> ListAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<Team>>(Teams);

    public Task<Result<Id<Team>>> CreateAsync(Actor actor, string name, IReadOnlyList<Id<User>> members, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<Result<bool>> ChangeAsync(Actor actor, Id<Team> id, string name, IReadOnlyList<Id<User>> members, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<Result<bool>> DeleteAsync(Actor actor, Id<Team> id, CancellationToken ct = default) => throw new NotSupportedException();
}
