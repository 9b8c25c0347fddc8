using Kaiwa.Core.Media;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.CannedReplies;

/// <summary>Answers that people write again and again: a shortcut, and words with variables of the customer.</summary>
public interface ICannedReplies
{
    /// <summary>Everybody's, those of the person's teams and their own; what this person takes most comes first. Who manages the shop has those of other teams, too.</summary>
    Task<IReadOnlyList<CannedReply>> ListAsync(Actor actor, CancellationToken ct = default);

    Task<Result<CannedReply>> CreateAsync(Actor actor, CannedReplyWish wish, CancellationToken ct = default);

    /// <summary>Says all of it anew, but for its file.</summary>
    Task<Result<CannedReply>> ChangeAsync(Actor actor, Id<CannedReply> id, CannedReplyWish wish, CancellationToken ct = default);

    Task<Result<bool>> DeleteAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default);

    /// <summary>Takes a deletion back, for thirty days.</summary>
    Task<Result<CannedReply>> RestoreAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default);

    /// <summary>Lets it carry a file that WhatsApp takes, in place of the one it may have.</summary>
    Task<Result<CannedReply>> AttachAsync(Actor actor, Id<CannedReply> id, FileToSend file, CancellationToken ct = default);

    Task<Result<CannedReply>> DetachAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default);

    /// <summary>Its file, to be read once and closed.</summary>
    Task<Result<(Stream Content, KeptFile File)>> OpenFileAsync(Actor actor, Id<CannedReply> id, CancellationToken ct = default);

    /// <summary>The words for one conversation, and the variables that nothing is known for. Counts as a use unless it is only a look.</summary>
    Task<Result<FilledReply>> FillAsync(Actor actor, Id<CannedReply> id, Id<Conversation> conversation, bool isLook = false, CancellationToken ct = default);

    /// <summary>The words as they would be for a customer who is called so; those without a name have an empty one.</summary>
    Result<FilledReply> Sample(Actor actor, string text, string name);
}

public sealed record CannedReply
{
    public required Id<CannedReply> Id { get; init; }

    /// <summary>What follows the slash.</summary>
    public required string Shortcut { get; init; }

    /// <summary>Liquid: <c>{{ contact.first_name | default: "there" }}</c>, <c>contact.name</c>, <c>contact.phone</c>, <c>agent.name</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Only this person has it.</summary>
    public required bool IsPersonal { get; init; }

    /// <summary>Only this team has it; everybody does when it is neither a team's nor a person's.</summary>
    public Id<Team>? TeamId { get; init; }

    /// <summary>Of a team that the person manages and does not belong to.</summary>
    public bool IsOfOthers { get; init; }

    /// <summary>A letter or digit that takes it together with Alt and Shift.</summary>
    public string? Hotkey { get; init; }

    /// <summary>Up to three quick replies below the words.</summary>
    public IReadOnlyList<string> Buttons { get; init; } = [];

    public CannedFile? File { get; init; }

    public long Uses { get; init; }
}

/// <param name="Url">Where the browser gets it.</param>
/// <param name="Mime">Its type as WhatsApp names it.</param>
/// <param name="Name">As a person named it.</param>
/// <param name="Size">In bytes.</param>
public sealed record CannedFile(string Url, string Mime, string? Name, long Size);

public sealed record CannedReplyWish(string Shortcut, string Text, bool IsPersonal = false)
{
    /// <summary>For one team; says nothing of a personal one.</summary>
    public Id<Team>? TeamId { get; init; }

    public string? Hotkey { get; init; }

    public IReadOnlyList<string> Buttons { get; init; } = [];
}

/// <param name="Text">The words with what is known of the customer.</param>
/// <param name="Missing">The variables without a fallback that nothing is known for.</param>
public sealed record FilledReply(string Text, IReadOnlyList<string> Missing);
