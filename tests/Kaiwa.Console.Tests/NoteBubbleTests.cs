using Bunit;
using Kaiwa.Core.Storage;
using Kaiwa.Console.Inbox;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.People;

namespace Kaiwa.Console.Tests;

public sealed class NoteBubbleTests : BunitContext
{
    private static readonly Note Mine = new() { Id = Some.Id<Note>(1), At = Some.Noon, Author = "Aiko", Writer = new Id<User>(Some.Agent.Subject), Text = "She moved" };
    private readonly List<string> edited = [];
    private int deleted;

    public NoteBubbleTests() => this.AddConsole();

    [Fact]
    public void Its_writer_puts_it_in_other_words()
    {
        var bubble = Show(Mine);

        bubble.Find("[aria-label='Edit note']").Click();
        bubble.Find("textarea").Change("She moved to Uji");
        bubble.Find("form").Submit();

        edited.ShouldBe(["She moved to Uji"]);
        bubble.FindAll("form").ShouldBeEmpty();
    }

    [Fact]
    public void Deleting_is_asked_once()
    {
        var bubble = Show(Mine);

        bubble.Find("[aria-label='Delete note']").Click();
        deleted.ShouldBe(0);
        bubble.Find(".danger").Click();

        deleted.ShouldBe(1);
    }

    [Fact]
    public void A_note_of_another_can_be_deleted_by_an_administrator_and_edited_by_nobody()
    {
        var bubble = Show(Mine with { Writer = Some.Id<User>(8), Author = "Ken" });

        bubble.FindAll("[aria-label='Edit note']").ShouldBeEmpty();
        bubble.FindAll("[aria-label='Delete note']").Count.ShouldBe(1);
    }

    [Fact]
    public void What_was_changed_says_so()
    {
        Show(Mine).Find("footer").TextContent.ShouldNotContain("edited");
        Show(Mine with { EditedAt = Some.Noon }).Find("footer").TextContent.ShouldContain("edited");
    }

    private IRenderedComponent<NoteBubble> Show(Note note) => Render<NoteBubble>(parameters => parameters
        .Add(part => part.Note, note)
        .Add(part => part.OnEdit, text =>
        {
            edited.Add(text);
            return Task.FromResult<Problem?>(null);
        })
        .Add(part => part.OnDelete, () =>
        {
            deleted++;
            return Task.FromResult<Problem?>(null);
        }));
}
