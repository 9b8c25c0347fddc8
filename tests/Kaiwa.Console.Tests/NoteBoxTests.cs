using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;

namespace Kaiwa.Console.Tests;

public sealed class NoteBoxTests : BunitContext
{
    private static readonly Colleague[] Team = [new(Some.Id<User>(1), "Ann"), new(Some.Id<User>(2), "Anna Bell"), new(Some.Id<User>(3), "健二")];
    private readonly FakeNotes notes = new();
    private readonly FakeInbox inbox = new();

    public NoteBoxTests()
    {
        this.AddConsole();
        inbox.Rows.Add(Some.Row(1));
    }

    [Fact]
    public async Task Typing_an_at_sign_offers_colleagues_and_keys_go_through_them()
    {
        var box = await ShowAsync();

        await box.InvokeAsync(() => box.Instance.Type("Could you look, @an"));
        Names(box).ShouldBe(["Ann", "Anna Bell"]);
        await box.InvokeAsync(() => box.Instance.Choose("ArrowDown"));
        box.Find("[aria-selected=true]").TextContent.ShouldEndWith("Anna Bell");
        await box.InvokeAsync(() => box.Instance.Choose("Enter"));

        Names(box).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_offered_within_a_word_or_after_a_name_is_written_out()
    {
        var box = await ShowAsync();

        await box.InvokeAsync(() => box.Instance.Type("a@an"));
        Names(box).ShouldBeEmpty();
        await box.InvokeAsync(() => box.Instance.Type("@Ann and"));
        Names(box).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_note_is_kept_in_the_conversation_in_which_it_was_written()
    {
        var box = await ShowAsync();

        await box.InvokeAsync(() => box.Instance.Save(Some.Id<Conversation>(1).ToString(), "They moved house"));

        notes.Notes.ShouldHaveSingleItem().Text.ShouldBe("They moved house");
    }

    [Fact]
    public void Names_stand_out_and_nothing_else_does() =>
        NoteWords.Split("@Anna Bell and @健二, mail a@b.example", Team).ShouldBe([("@Anna Bell", true), (" and ", false), ("@健二", true), (", mail a@b.example", false)]);

    private static IEnumerable<string> Names(IRenderedComponent<NoteBox> box) => box.FindAll("[role=option] span:last-child").Select(name => name.TextContent);

    private async Task<IRenderedComponent<NoteBox>> ShowAsync()
    {
        var state = new ConversationState(inbox, notes, Some.Session(), new StoppedClock());
        await state.OpenAsync(Some.Id<Conversation>(1));
        return Render<NoteBox>(parameters => parameters.Add(part => part.State, state).Add(part => part.Colleagues, Team));
    }
}
