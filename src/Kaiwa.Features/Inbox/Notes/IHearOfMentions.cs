using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox.Notes;

/// <summary>What a feature does, in the same transaction, when colleagues are named in a note.</summary>
public interface IHearOfMentions
{
    Task OnMentionedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Note> note, IReadOnlyList<Id<User>> users);
}
