using Microsoft.JSInterop;

namespace Kaiwa.Console.Shell;

/// <summary>The few things only the browser can do. A circuit that has ended makes them nothing.</summary>
internal sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private IJSObjectReference? shell;

    public Task<IJSObjectReference?> ImportAsync(string module) => TryAsync(async () => (IJSObjectReference?)await js.InvokeAsync<IJSObjectReference>("import", "./_content/Kaiwa.Console/js/" + module), null);

    /// <summary>Calls a function of <c>shell.js</c>.</summary>
    public Task CallAsync(string function, params object?[] arguments) => TryAsync(async () =>
    {
        shell ??= await js.InvokeAsync<IJSObjectReference>("import", "./_content/Kaiwa.Console/js/shell.js");
        await shell.InvokeVoidAsync(function, arguments);
        return true;
    }, false);

    /// <summary>Asks a yes-or-no function of <c>shell.js</c>.</summary>
    public Task<bool> AskAsync(string function) => TryAsync(async () =>
    {
        shell ??= await js.InvokeAsync<IJSObjectReference>("import", "./_content/Kaiwa.Console/js/shell.js");
        return await shell.InvokeAsync<bool>(function);
    }, false);

    /// <summary>Calls a function of a module, or of an object it made.</summary>
    public static Task OnAsync(IJSObjectReference? target, string function, params object?[] arguments) => target is null ? Task.CompletedTask : TryAsync(async () =>
    {
        await target.InvokeVoidAsync(function, arguments);
        return true;
    }, false);

    /// <summary>Asks a module for a value.</summary>
    public static Task<T?> GetAsync<T>(IJSObjectReference? module, string function, params object?[] arguments) => module is null
        ? Task.FromResult<T?>(default)
        : TryAsync(async () => (T?)await module.InvokeAsync<T>(function, arguments), default);

    /// <summary>Asks a module for an object.</summary>
    public static Task<IJSObjectReference?> MakeAsync(IJSObjectReference? module, string function, params object?[] arguments) => module is null
        ? Task.FromResult<IJSObjectReference?>(null)
        : TryAsync(async () => (IJSObjectReference?)await module.InvokeAsync<IJSObjectReference>(function, arguments), null);

    /// <summary>Lets go of an object that the browser made, with its listeners.</summary>
    public static async Task ReleaseAsync(IJSObjectReference? made)
    {
        await OnAsync(made, "dispose");
        await LetGoAsync(made);
    }

    public static Task LetGoAsync(IJSObjectReference? reference) => reference is null ? Task.CompletedTask : TryAsync(async () =>
    {
        await reference.DisposeAsync();
        return true;
    }, false);

    public async ValueTask DisposeAsync() => await LetGoAsync(shell);

    private static async Task<T> TryAsync<T>(Func<Task<T>> call, T otherwise)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is JSDisconnectedException or ObjectDisposedException or TaskCanceledException)
        {
            return otherwise;
        }
    }
}
