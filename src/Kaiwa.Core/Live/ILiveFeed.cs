using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Live;

/// <summary>What changed, for open screens: a topic such as <c>inbox</c> or <c>broadcast</c> and the id concerned. Carries no content: screens read the rows.</summary>
public readonly record struct Change(Id<Workspace> Workspace, string Topic, Guid Subject);

/// <summary>"Tell every open screen."</summary>
public interface ILiveFeed
{
    /// <summary>Never blocks and never throws.</summary>
    void Publish(Change change);

    /// <summary>Called on the publisher's thread: do nothing there but note the change. Dispose to end.</summary>
    IDisposable Subscribe(Id<Workspace> workspace, Action<Change> onChange);
}
