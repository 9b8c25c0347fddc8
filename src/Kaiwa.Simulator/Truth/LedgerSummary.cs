namespace Kaiwa.Simulator;

/// <summary>What the ledger knows, counted from its own rows: what each phone saw, never what a sender claims.</summary>
public sealed record LedgerSummary
{
    /// <summary>Sends answered with an id, or accepted and cut.</summary>
    public long Accepted { get; init; }

    /// <summary>Messages that a phone has shown.</summary>
    public long Shown { get; init; }

    /// <summary>Accepted messages that are still on their way.</summary>
    public long UnderWay { get; init; }

    /// <summary>Accepted messages that will never be seen though they did not fail: blocked, expired.</summary>
    public long NeverShown { get; init; }

    public long Read { get; init; }
    public long Failed { get; init; }

    /// <summary>Phones that were sent at least one accepted message that did not fail.</summary>
    public long PhonesReached { get; init; }
    public long PhonesWithOne { get; init; }
    public long PhonesWithMore { get; init; }

    /// <summary>The first twenty phones with more than one, and their message ids.</summary>
    public IReadOnlyList<PhoneWithMore> More { get; init; } = [];

    /// <summary>Messages accepted although the same business number had already sent the same content to the same phone.</summary>
    public long Doubled { get; init; }

    /// <summary>The first twenty such groups.</summary>
    public IReadOnlyList<DoubledMessage> Doubles { get; init; } = [];

    /// <summary>Failed statuses by error code.</summary>
    public IReadOnlyDictionary<int, long> FailedByCode { get; init; } = new Dictionary<int, long>();

    /// <summary>Sends refused in the answer, by error code.</summary>
    public IReadOnlyDictionary<int, long> RefusedByCode { get; init; } = new Dictionary<int, long>();

    /// <summary>Delivered messages that Meta would bill, by category.</summary>
    public IReadOnlyDictionary<string, long> BilledByCategory { get; init; } = new Dictionary<string, long>();

    /// <summary>Delivered messages that Meta would not bill, by the reason: <c>free_customer_service</c>, <c>free_entry_point</c>.</summary>
    public IReadOnlyDictionary<string, long> FreeByType { get; init; } = new Dictionary<string, long>();

    /// <summary>Messages that phones wrote to the business.</summary>
    public long Inbound { get; init; }

    /// <summary>Those whose webhook was answered with 200.</summary>
    public long InboundAcknowledged { get; init; }

    public WebhookSummary Webhooks { get; init; } = new();
}

/// <summary>A phone that was sent more than one message.</summary>
public sealed record PhoneWithMore(string Phone, long Count, IReadOnlyList<string> MessageIds);

/// <summary>The same content, from the same number, to the same phone, more than once.</summary>
public sealed record DoubledMessage(string Phone, string ContentHash, long Count, IReadOnlyList<string> MessageIds);

/// <summary>How webhooks fared since the start of the process or the last reset of the statistics.</summary>
public sealed record WebhookSummary
{
    public long Posted { get; init; }
    public long Acknowledged { get; init; }
    public long Retried { get; init; }
    public long Unanswered { get; init; }
    public long GivenUp { get; init; }
    public long Dropped { get; init; }
    public long Duplicated { get; init; }
    public long Pending { get; init; }
    public double AckP50Ms { get; init; }
    public double AckP99Ms { get; init; }
}

/// <summary>Which part of the ledger to count.</summary>
public sealed record LedgerQuery
{
    /// <summary>Only messages accepted at or after this instant of simulated time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only sends of this template.</summary>
    public string? Template { get; init; }

    /// <summary>Only messages of this business number, by phone number id.</summary>
    public string? Number { get; init; }

    /// <summary>Leave out what must group every message by phone (phones and doubles): cheap enough to ask every second.</summary>
    public bool TotalsOnly { get; init; }
}

/// <summary>One row of the ledger as the judge reads it.</summary>
public sealed record LedgerMessage(
    long Seq, string Wamid, string Phone, string PhoneNumberId, string Kind, string? Template, string Summary, string ContentHash, string? CallbackData,
    DateTimeOffset AcceptedAt, string State, int Error, bool Shown);

/// <summary>One message that a phone wrote.</summary>
public sealed record LedgerInbound(long Seq, string Wamid, string Phone, string PhoneNumberId, string Kind, DateTimeOffset SentAt, bool Acknowledged, DateTimeOffset? AcknowledgedAt);
