using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Contacts;

/// <summary>Two contacts that were found, or said, to be one person.</summary>
/// <param name="Id">Of the row that remembers it.</param>
/// <param name="Workspace">Whose.</param>
/// <param name="From">The younger; it points to the older.</param>
/// <param name="Into">The older; it keeps everything.</param>
/// <param name="By">Who says so; null when WhatsApp named both in one breath.</param>
public sealed record ContactMerge(Id<ContactMerge> Id, Id<Workspace> Workspace, Id<Contact> From, Id<Contact> Into, Actor? By);

/// <summary>A feature that keeps rows per contact moves them here, in the transaction of the merge or of its undoing.</summary>
public interface IFollowMerge
{
    /// <summary>Before identities and messages go over to the older.</summary>
    Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge);

    /// <summary>After the younger got its identities and messages back. What cannot be told apart stays with the older.</summary>
    Task OnMergeUndoneAsync(UnitOfWork unit, ContactMerge merge) => Task.CompletedTask;
}
