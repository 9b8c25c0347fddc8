using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Drafts;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>What this person has begun to write, for the list and the reply box of one window.</summary>
internal sealed class DraftsState(IDrafts drafts, Session session, TimeProvider time)
{
    private Dictionary<Id<Conversation>, string> texts = [];
    private Task last = Task.CompletedTask;

    public event EventHandler? Changed;

    public string? Of(Id<Conversation> conversation) => texts.GetValueOrDefault(conversation);

    public async Task LoadAsync()
    {
        texts = (await drafts.ListAsync(await session.ActorAsync())).ToDictionary(draft => draft.ConversationId, draft => draft.Text);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>True when the server has it.</summary>
    public Task<bool> KeepAsync(Id<Conversation> conversation, string text)
    {
        var typedAt = time.GetUtcNow();
        return AfterLastAsync(async () =>
        {
            var isKept = (await drafts.KeepAsync(await session.ActorAsync(), conversation, text, typedAt)).IsOk;
            if (isKept)
            {
                Show(conversation, text);
            }

            return isKept;
        });
    }

    /// <summary>Begins to send: returns what takes away the draft afterwards, but not what was typed in between.</summary>
    public Func<Task> Sending(Id<Conversation> conversation)
    {
        var until = time.GetUtcNow();
        return () => AfterLastAsync(async () =>
        {
            var removed = await drafts.RemoveAsync(await session.ActorAsync(), conversation, until);
            if (removed is { IsOk: true, Value: true })
            {
                Show(conversation, "");
            }

            return removed.IsOk;
        });
    }

    // One after the other: what was typed just before Enter may be on its way still.
    private Task<bool> AfterLastAsync(Func<Task<bool>> work)
    {
        var next = RunAsync(last, work);
        last = next;
        return next;

        static async Task<bool> RunAsync(Task before, Func<Task<bool>> work)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return await work();
        }
    }

    private void Show(Id<Conversation> conversation, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            texts.Remove(conversation);
        }
        else
        {
            texts[conversation] = text;
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}
