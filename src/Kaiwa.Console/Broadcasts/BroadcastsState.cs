using Kaiwa.Console.Shell;
using Kaiwa.Features.Broadcasts;

namespace Kaiwa.Console.Broadcasts;

/// <summary>The list of broadcasts.</summary>
internal sealed class BroadcastsState(IBroadcasts broadcasts, Session session)
{
    public IReadOnlyList<BroadcastRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsLoading { get; private set; } = true;

    public async Task LoadAsync()
    {
        var page = await broadcasts.ListAsync(await session.ActorAsync());
        (Rows, Next, IsLoading) = (page.Items, page.Next, false);
    }

    public async Task LoadMoreAsync()
    {
        if (Next is { } cursor)
        {
            Next = null;
            var page = await broadcasts.ListAsync(await session.ActorAsync(), cursor);
            (Rows, Next) = ([.. Rows, .. page.Items], page.Next);
        }
    }
}
