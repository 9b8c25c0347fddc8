using Kaiwa.Console.Settings;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Shell;

/// <summary>What the palette offers for the letters typed so far: pages and actions first, then conversations.</summary>
internal sealed class CommandPaletteState(IInbox inbox, Session session, Say say)
{
    private const int MostConversations = 8;
    private int asked;

    public IReadOnlyList<Command> Commands { get; private set; } = [];

    public int Active { get; private set; }

    public async Task FindAsync(string typed)
    {
        var mine = ++asked;
        var pages = Pages().Where(command => Matches(command.Title, typed)).ToList();
        if (!string.IsNullOrWhiteSpace(typed))
        {
            pages.Add(new Command(say["palette.search", typed.Trim()], say["palette.action"], "search", "/search?q=" + Uri.EscapeDataString(typed.Trim())));
        }

        Commands = pages;
        Active = 0;
        var found = await inbox.ListAsync(await session.ActorAsync(), new ConversationFilter(Search: string.IsNullOrWhiteSpace(typed) ? null : typed.Trim(), Limit: MostConversations));
        if (mine == asked)
        {
            Commands = [.. pages, .. found.Items.Select(row => new Command(row.Name, say["palette.conversation"], "chat", $"/inbox/{row.Id}"))];
        }
    }

    public void Move(int by) => Active = Commands.Count == 0 ? 0 : (Active + by + Commands.Count) % Commands.Count;

    public void PointAt(int index) => Active = index;

    public Command? Chosen => Active < Commands.Count ? Commands[Active] : null;

    /// <summary>The letters in their order, anywhere in the title.</summary>
    internal static bool Matches(string title, string typed)
    {
        var at = 0;
        foreach (var letter in typed.Where(letter => !char.IsWhiteSpace(letter)))
        {
            at = title.IndexOf(letter.ToString(), at, StringComparison.CurrentCultureIgnoreCase) + 1;
            if (at == 0)
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<Command> Pages() =>
    [
        .. Places.All.Select(place => new Command(say["nav." + place.Key], say["palette.page"], place.Icon, place.Path)),
        .. SettingsPlaces.All.Where(place => Places.All.All(other => other.Path != place.Path)).Select(place => new Command(say["settings." + place.Key], say["palette.page"], place.Icon, place.Path)),
        new(say["broadcasts.new"], say["palette.action"], "plus", "/broadcasts/new"),
        new(say["contacts.import"], say["palette.action"], "upload", "/contacts?import=true"),
    ];

    internal sealed record Command(string Title, string Kind, string Icon, string Path);
}
