using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Events;

/// <summary>
/// A feature's answer to news, named <c>On…</c>. Gets each event at least once, in batches, in order of arrival; its cursor moves in the transaction
/// of its writes, so that what it writes through <paramref name="unit"/> happens exactly once. An event it cannot take is parked, and the rest goes on.
/// </summary>
public interface IReact<in TEvent>
{
    /// <summary>A stable name: the cursor is kept under it.</summary>
    string Name { get; }

    Task ReactAsync(IReadOnlyList<TEvent> events, UnitOfWork unit, CancellationToken ct);
}
