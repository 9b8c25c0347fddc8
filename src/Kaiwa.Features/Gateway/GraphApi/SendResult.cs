using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>What became of a program's send, before it is put into the words of the API that the program speaks: closed.</summary>
internal abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>Meta took it.</summary>
    public sealed record Sent(Id<Message> Message, SentMessage Answer) : SendResult;

    /// <summary>It is in the outbox, and the program did not want to wait.</summary>
    public sealed record Queued(string Input, Id<Message> Message) : SendResult;

    /// <summary>It was a mark as read, and Meta took that.</summary>
    public sealed record Marked : SendResult;

    /// <summary>It did not go out. When it was taken back, <paramref name="Held"/> says what had held it.</summary>
    public sealed record Refused(GraphError Error, Problem? Held = null) : SendResult;

    /// <summary>It is going out, or may have gone: its status tells, and sending it again could make a second message.</summary>
    public sealed record InDoubt(Id<Message> Message) : SendResult;
}
