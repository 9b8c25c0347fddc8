using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Events;

/// <summary>A customer wrote: the stored delivery part is the event.</summary>
public sealed record MessageReceived(
    long Seq,
    Id<Workspace> Workspace,
    Id<Number> Number,
    Id<Contact> Contact,
    Id<Message> Message,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Raw);

/// <summary>Meta said something else that was kept: a template, account, preference or unknown field.</summary>
public sealed record NoticeReceived(long Seq, Id<Workspace> Workspace, Id<Number>? Number, Id<Contact>? Contact, string Field, DateTimeOffset At, ReadOnlyMemory<byte> Raw);
