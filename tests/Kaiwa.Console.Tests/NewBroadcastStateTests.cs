using Kaiwa.Console.Broadcasts;
using Kaiwa.Console.Templates;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Broadcasts;

namespace Kaiwa.Console.Tests;

public sealed class NewBroadcastStateTests
{
    private readonly FakeBroadcasts doors = new() { View = FakeBroadcasts.Of(1, new Funnel()) };
    private readonly StoppedClock clock = new();
    private readonly NewBroadcastState state;

    public NewBroadcastStateTests() =>
        state = new NewBroadcastState(doors, doors, doors, new TemplateFormState(doors, Some.Session()), Some.Session(), clock);

    [Fact]
    public async Task The_previews_are_of_people_who_will_get_it_with_words_for_those_without_a_name()
    {
        await state.LoadAsync();
        await state.ChooseTemplateAsync(FakeBroadcasts.Sale);
        (state.Variables[0].Property, state.Variables[0].Text) = ("name", "there");
        await state.PreviewAsync();

        state.Previews.Select(preview => preview.Preview.Body).ShouldBe(["Hello Ana", "Hello there"]);
    }

    [Fact]
    public async Task A_variable_without_words_holds_the_wizard_back()
    {
        await state.LoadAsync();
        await state.GoOnAsync();
        await state.ChooseTemplateAsync(FakeBroadcasts.Sale);

        state.CanGoOn.ShouldBeFalse();
        state.Variables[0].Text = "friend";

        state.CanGoOn.ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_made_and_started_with_a_fallback_for_each_variable()
    {
        await FillAsync();

        (await state.SendAsync()).IsOk.ShouldBeTrue();

        doors.Created.ShouldHaveSingleItem().Variables["1"].ShouldBe("""{{ contact.name | default: "friend" }}""");
        doors.Done.ShouldBe(["start"]);
    }

    [Fact]
    public async Task Quotes_in_a_fallback_cannot_break_out_of_it()
    {
        await FillAsync();
        state.Variables[0].Text = "my \"best\" {{friend}}";

        await state.SendAsync();

        doors.Created[0].Variables["1"].ShouldBe("""{{ contact.name | default: "my 'best' ''friend''" }}""");
    }

    [Fact]
    public async Task More_than_a_thousand_have_to_be_typed()
    {
        doors.Count = new AudienceCount(1300, 1234, new Dictionary<Exclusion, long>());
        await FillAsync();

        state.CanGoOn.ShouldBeFalse();
        state.Typed = "1235";
        state.CanGoOn.ShouldBeFalse();
        state.Typed = "1,234";

        state.CanGoOn.ShouldBeTrue();
    }

    [Fact]
    public async Task A_time_in_the_past_is_no_time()
    {
        await state.LoadAsync();
        await state.GoOnAsync();
        await state.ChooseTemplateAsync(FakeBroadcasts.Sale);
        state.Variables[0].Text = "friend";
        await state.GoOnAsync();

        (state.IsLater, state.At) = (true, Some.Noon.AddMinutes(-1));
        state.CanGoOn.ShouldBeFalse();
        state.At = Some.Noon.AddHours(1);
        state.CanGoOn.ShouldBeTrue();
        await state.GoOnAsync();
        await state.SendAsync();

        doors.Done.ShouldBe(["schedule"]);
    }

    [Fact]
    public async Task Nobody_to_write_to_ends_the_first_step()
    {
        doors.Count = new AudienceCount(5, 0, new Dictionary<Exclusion, long> { [Exclusion.ConsentUnknown] = 5 });

        await state.LoadAsync();

        state.CanGoOn.ShouldBeFalse();
    }

    private async Task FillAsync()
    {
        await state.LoadAsync();
        await state.GoOnAsync();
        await state.ChooseTemplateAsync(FakeBroadcasts.Sale);
        (state.Variables[0].Property, state.Variables[0].Text) = ("name", "friend");
        await state.GoOnAsync();
        await state.GoOnAsync();
        state.Step.ShouldBe(NewBroadcastState.LastStep);
    }
}
