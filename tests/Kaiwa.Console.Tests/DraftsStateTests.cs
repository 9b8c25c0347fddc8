using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Drafts;
using Kaiwa.Features.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Console.Tests;

public sealed class DraftsStateTests : BunitContext
{
    private readonly SlowDrafts slow = new();
    private readonly StoppedClock clock = new();
    private readonly Id<Conversation> conversation = new(Guid.Parse("0198a000-0000-7000-8000-000000000001"));

    public DraftsStateTests()
    {
        this.AddConsole(clock);
        Services.AddSingleton<IDrafts>(slow);
    }

    [Fact]
    public async Task A_reply_sent_while_its_draft_is_on_the_way_leaves_no_draft()
    {
        var drafts = Services.GetRequiredService<DraftsState>();
        var kept = drafts.KeepAsync(conversation, "We open at nine");
        var removed = drafts.Sending(conversation)();

        slow.Answer.SetResult();
        await Task.WhenAll(kept, removed);

        drafts.Of(conversation).ShouldBeNull();
        slow.Text.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_typed_after_Enter_stays()
    {
        var drafts = Services.GetRequiredService<DraftsState>();
        var remove = drafts.Sending(conversation);
        clock.Advance(TimeSpan.FromSeconds(1));
        var kept = drafts.KeepAsync(conversation, "And until six");
        var removed = remove();

        slow.Answer.SetResult();
        await Task.WhenAll(kept, removed);

        drafts.Of(conversation).ShouldBe("And until six");
        slow.Text.ShouldBe("And until six");
    }

    /// <summary>Keeps one draft, once it may.</summary>
    private sealed class SlowDrafts : IDrafts
    {
        private DateTimeOffset changedAt;

        public TaskCompletionSource Answer { get; } = new();

        public string? Text { get; private set; }

        public Task<IReadOnlyList<Draft>> ListAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<Draft>>([]);

        public async Task<Result<bool>> KeepAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset typedAt, CancellationToken ct = default)
        {
            await Answer.Task;
            (Text, changedAt) = (text, typedAt);
            return true;
        }

        public Task<Result<bool>> RemoveAsync(Actor actor, Id<Conversation> conversation, DateTimeOffset until, CancellationToken ct = default)
        {
            var isRemoved = Text is not null && changedAt <= until;
            Text = isRemoved ? null : Text;
            return Task.FromResult<Result<bool>>(isRemoved);
        }
    }
}
