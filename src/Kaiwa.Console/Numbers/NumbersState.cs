using Kaiwa.Console.Shell;
using Kaiwa.Features.Numbers;

namespace Kaiwa.Console.Numbers;

/// <summary>The shop's numbers.</summary>
internal sealed class NumbersState(INumbers numbers, Session session)
{
    public IReadOnlyList<NumberRow> Rows { get; private set; } = [];

    public bool IsLoading { get; private set; } = true;

    public async Task LoadAsync()
    {
        Rows = await numbers.ListAsync(await session.ActorAsync());
        IsLoading = false;
    }
}
