using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Messages;

/// <summary>Marks ids of messages, incoming and outgoing. Their rows are read by whoever shows them.</summary>
public sealed class Message
{
    private Message()
    {
    }
}

public enum Direction
{
    Incoming = 0,
    Outgoing = 1,
}

/// <summary>
/// How far a message has come. The number is the rank: a message only ever takes the larger one, so reports may come late, twice and in any order.
/// Held, sending and ambiguous are states of the job beside it (<see cref="JobState"/>).
/// </summary>
public enum MessageState
{
    Received = 0,
    Queued = 10,
    Cancelled = 15,
    Expired = 16,
    Accepted = 30,
    Sent = 40,
    Failed = 45,
    Delivered = 50,
    Read = 60,
    Played = 70,
}

/// <summary>What an outgoing message is doing while it has a job.</summary>
public enum JobState
{
    Queued = 0,
    Sending = 1,
    Ambiguous = 2,
    Held = 3,
}

/// <summary>Meta's category, which decides price, consent and priority. Service is everything that is not a template.</summary>
public enum Category
{
    Service = 0,
    Utility = 1,
    Authentication = 2,
    Marketing = 3,
}

/// <summary>What made a message.</summary>
public enum Origin
{
    Customer = 0,
    Person = 1,
    Key = 2,
    Broadcast = 3,
    System = 4,
}
