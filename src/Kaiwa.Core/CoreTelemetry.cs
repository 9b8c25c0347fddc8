using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kaiwa.Core.Dispatch;

namespace Kaiwa.Core;

/// <summary>The engine's traces and metrics: all names in one place.</summary>
public static class CoreTelemetry
{
    public const string Name = "Kaiwa.Core";

    public static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> SendSeconds = Meter.CreateHistogram<double>("kaiwa.send.duration", "s", "From the request to Meta's answer, by outcome.");
    private static readonly Counter<long> DeliveriesIn = Meter.CreateCounter<long>("kaiwa.ingest.parts", "{part}", "Parts of Meta's deliveries stored, by kind.");
    private static readonly Histogram<double> AckSeconds = Meter.CreateHistogram<double>("kaiwa.ingest.ack.duration", "s", "From a webhook's last byte to its acknowledgement after the commit.");
    private static readonly Counter<long> RefusedDeliveries = Meter.CreateCounter<long>("kaiwa.ingest.refused", "{delivery}", "Deliveries refused, by reason.");

    internal static void Answered(SendOutcome outcome, TimeSpan elapsed) => SendSeconds.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));

    internal static void Stored(string kind, int count) => DeliveriesIn.Add(count, new KeyValuePair<string, object?>("kind", kind));

    internal static void Acknowledged(TimeSpan elapsed) => AckSeconds.Record(elapsed.TotalSeconds);

    internal static void Refused(string reason) => RefusedDeliveries.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal static void Observe(string name, string unit, string description, Func<long> value) => Meter.CreateObservableGauge(name, value, unit, description);

    private static string NameOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted => "accepted",
        SendOutcome.RetryAt => "retry",
        SendOutcome.Held => "held",
        SendOutcome.Ambiguous => "ambiguous",
        SendOutcome.Failed => "failed",
        _ => "ended",
    };
}
