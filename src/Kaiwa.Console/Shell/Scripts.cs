using Microsoft.JSInterop;

namespace Kaiwa.Console.Shell;

/// <summary>What one component's scripts attached to its elements. Once it has gone, a script that comes late gets nothing to attach to.</summary>
internal sealed class Scripts(Browser browser) : IAsyncDisposable
{
    private readonly List<IJSObjectReference> modules = [];
    private readonly List<IJSObjectReference> made = [];
    private bool gone;

    /// <summary>Imports a module and has a function of it attach itself to elements; null when they are no longer there.</summary>
    public async Task<IJSObjectReference?> AttachAsync(string module, string function, params object?[] arguments)
    {
        if (gone || await browser.ImportAsync(module) is not { } imported)
        {
            return null;
        }

        modules.Add(imported);
        var attached = gone ? null : await Browser.MakeAsync(imported, function, arguments);
        if (attached is not null)
        {
            made.Add(attached);
        }

        if (gone)
        {
            await LetGoAsync();
        }

        return gone ? null : attached;
    }

    public async ValueTask DisposeAsync()
    {
        gone = true;
        await LetGoAsync();
    }

    private async Task LetGoAsync()
    {
        while (made.Count > 0)
        {
            var last = made[^1];
            made.RemoveAt(made.Count - 1);
            await Browser.ReleaseAsync(last);
        }

        while (modules.Count > 0)
        {
            var last = modules[^1];
            modules.RemoveAt(modules.Count - 1);
            await Browser.LetGoAsync(last);
        }
    }
}
