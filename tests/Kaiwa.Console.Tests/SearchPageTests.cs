using Bunit;
using Bunit.TestDoubles;
using Kaiwa.Console.Search;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Console.Tests;

public sealed class SearchPageTests : BunitContext
{
    private readonly FakeSearch search = new();

    public SearchPageTests()
    {
        this.AddConsole();
        Services.AddSingleton<ISearch>(search);
        Services.AddSingleton<IInbox, FakeInbox>();
        Services.AddSingleton<ILabels, FakeLabels>();
        Services.AddSingleton<INumbers, FakeBroadcasts>();
        Services.AddTransient<SearchState>();
    }

    [Fact]
    public void What_is_found_stands_in_groups()
    {
        var page = At("/search?q=teapot");

        page.FindAll(".found h2").Select(heading => heading.TextContent).ShouldBe(["People", "Orders", "Messages"]);
        page.FindAll("a").Select(link => link.QuerySelector("strong")?.TextContent).ShouldBe(["Teapot Ana", "An order", "A message"]);
    }

    [Fact]
    public void The_address_keeps_the_filters_and_a_chip_takes_one_away()
    {
        var page = At("/search?q=teapot&who=Incoming&kind=text");
        search.Asked[^1].Direction.ShouldBe(Direction.Incoming);
        search.Asked[^1].Kind.ShouldBe("text");

        page.Find(".chips button[aria-label*='Text']").Click();

        Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/search?q=teapot&who=Incoming");
        search.Asked[^1].Kind.ShouldBeNull();
        page.Find("#search-kind").Change("image");
        Services.GetRequiredService<NavigationManager>().Uri.ShouldContain("kind=image");
    }

    [Fact]
    public void People_have_neither_a_day_nor_a_kind()
    {
        At("/search?q=teapot&from=2026-11-01").FindAll(".found h2").Select(heading => heading.TextContent).ShouldBe(["Orders", "Messages"]);
    }

    [Fact]
    public void Nothing_found_within_filters_says_so()
    {
        search.IsEmpty = true;

        At("/search?q=teapot").Markup.ShouldContain("Try fewer words");
        At("/search?q=teapot&who=Incoming").Markup.ShouldContain("Take a filter away");
    }

    private IRenderedComponent<SearchPage> At(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<SearchPage>();
    }

    private sealed class FakeSearch : ISearch
    {
        public List<SearchFilter> Asked { get; } = [];

        public bool IsEmpty { get; set; }

        public Task<Result<Page<SearchHit>>> FindAsync(Actor actor, SearchFilter filter, CancellationToken ct = default)
        {
            Asked.Add(filter);
            return Task.FromResult<Result<Page<SearchHit>>>(new Page<SearchHit>(IsEmpty ? [] : [Hit(filter.Orders == true ? "An order" : "A message")], null));
        }

        public Task<Result<Page<PersonHit>>> PeopleAsync(Actor actor, SearchFilter filter, CancellationToken ct = default) =>
            Task.FromResult<Result<Page<PersonHit>>>(new Page<PersonHit>(IsEmpty ? [] : [new PersonHit(Id<Contact>.New(TimeProvider.System), "Teapot Ana", "+62811", null)], null));

        private static SearchHit Hit(string name) => new()
        {
            Id = Id<Message>.New(TimeProvider.System),
            Name = name,
            NumberName = "Shop",
            At = DateTimeOffset.UnixEpoch,
            Direction = Direction.Incoming,
            Kind = "text",
            Excerpt = "A teapot",
            Marks = [new Mark(2, 6)],
            ConversationId = Id<Conversation>.New(TimeProvider.System),
            Position = "1",
        };
    }
}
