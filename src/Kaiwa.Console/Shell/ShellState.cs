using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.Numbers;
using Microsoft.Extensions.Configuration;

namespace Kaiwa.Console.Shell;

/// <summary>What the frame shows of the whole shop: unread conversations and how the numbers are doing.</summary>
internal sealed class ShellState(IInbox inbox, INotes notes, INumbers numbers, Session session, LiveUpdates live, SharedReads shared, IConfiguration configuration) : IDisposable
{
    private static readonly HashSet<string> Topics = ["inbox", "number"];
    private IDisposable? listening;

    public int Unread { get; private set; }

    /// <summary>Conversations in which the reader was named, or that they follow, with something they have not seen.</summary>
    public int Mentions { get; private set; }

    public Health Health { get; private set; } = Health.None;

    public string UserName { get; private set; } = "";

    /// <summary>The simulator plays Meta and the customers.</summary>
    public bool IsDemo => string.Equals(configuration["Kaiwa:Demo"], "true", StringComparison.OrdinalIgnoreCase);

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        UserName = actor.Name;
        Unread = await shared.AskAsync((actor.Workspace, "unread"), () => inbox.UnreadAsync(actor));
        Mentions = (await shared.AskAsync((actor.Workspace, "mentions"), () => notes.UnseenAsync(actor))).GetValueOrDefault(actor.Subject);
        Health = Of(await shared.AskAsync((actor.Workspace, "numbers"), () => numbers.ListAsync(actor)));
    }

    /// <summary>Calls back, on another thread, when something here may have changed.</summary>
    public async Task ListenAsync(Func<Task> changed)
    {
        var actor = await session.ActorAsync();
        listening ??= live.Listen(actor, Topics, _ => changed(), LiveUpdates.Seldom);
    }

    public void Dispose() => listening?.Dispose();

    private static Health Of(IReadOnlyList<NumberRow> rows) =>
        rows.Count == 0 ? Health.None
        : rows.Any(row => row.Restricted is not null) ? Health.Restricted
        : rows.Any(row => row.Alarm is not null) ? Health.Alarm
        : Health.Good;
}

internal enum Health
{
    None,
    Good,
    Alarm,
    Restricted,
}
