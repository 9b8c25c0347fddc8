using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Kaiwa.Console.Tests;

public sealed class ExportDialogTests : BunitContext
{
    private static readonly string Path = $"/api/v1/conversations/{Some.Id<Conversation>(1)}/export";

    public ExportDialogTests() => this.AddConsole();

    [Fact]
    public void The_menu_opens_a_dialog_that_leads_to_an_archive_of_the_whole_conversation()
    {
        var dialog = Open();

        dialog.Find("h2").TextContent.ShouldBe("Export the conversation with Ana");
        dialog.Find("#export-days").TextContent.ShouldContain("Asia/Tokyo");
        Link(dialog).ShouldBe(Path + "?format=zip&language=en");
        dialog.Find("a.primary").HasAttribute("download").ShouldBeTrue();
    }

    [Fact]
    public void Format_days_and_notes_are_in_the_link()
    {
        var dialog = Open();

        dialog.Find("#export-format").Change("Txt");
        dialog.Find("#export-from").Change("2026-11-02");
        dialog.Find("#export-to").Change("2026-11-03");
        dialog.Find("#export-notes").Change(true);

        Link(dialog).ShouldBe(Path + "?format=txt&from=2026-11-02&to=2026-11-03&notes=true&language=en");
        dialog.Find("#export-format-hint").TextContent.ShouldStartWith("One line per message");
    }

    [Fact]
    public void Turned_days_lead_nowhere()
    {
        var dialog = Open();

        dialog.Find("#export-from").Change("2026-11-03");
        dialog.Find("#export-to").Change("2026-11-02");

        dialog.FindAll("a.primary").ShouldBeEmpty();
        dialog.Find("#export-days").TextContent.ShouldBe("The last day lies before the first one.");
    }

    [Fact]
    public void Who_may_not_export_is_not_offered_it()
    {
        Services.AddSingleton<AuthenticationStateProvider>(new Agent());

        Menu().FindAll("button").ShouldBeEmpty();
    }

    private IRenderedComponent<ConversationMenu> Menu() => Render<ConversationMenu>(parameters => parameters.Add(part => part.Conversation, Some.Id<Conversation>(1)).Add(part => part.Name, "Ana"));

    private IRenderedComponent<MudDialogProvider> Open()
    {
        var provider = Render<MudDialogProvider>();
        var menu = Menu();
        menu.Find("[aria-controls=conversation-menu]").Click();
        menu.Find("#conversation-menu .item").Click();
        provider.WaitForElement("#export-format");
        return provider;
    }

    private static string? Link(IRenderedComponent<MudDialogProvider> dialog) => dialog.Find("a.primary").GetAttribute("href");

    private sealed class Agent : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(ActorClaims.ToPrincipal(Some.Agent with { Permissions = Permissions.Read | Permissions.Send }, "en")));
    }
}
