using Kaiwa.Core.Numbers;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Core.Ingest;

/// <summary>Takes a webhook apart and places each part: which number, whose workspace, connected through this app? Pure.</summary>
internal sealed class TakeApart(NumberDirectory numbers)
{
    public Delivery Read(MetaApp app, ReadOnlyMemory<byte> body, long now)
    {
        var read = WebhookReader.Read(body);
        var parts = new List<Part>(1);
        foreach (var change in read.Changes)
        {
            Add(parts, app, change, now);
        }

        if (read.Problem is { } problem)
        {
            parts.Add(Parked(app, body, now, problem));
        }

        return new Delivery(parts);
    }

    /// <summary>A body that is kept whole, with why nothing more was done.</summary>
    public static Part Parked(MetaApp app, ReadOnlyMemory<byte> body, long now, string problem) =>
        new() { Kind = PartKind.Parked, App = app, Field = "", Raw = body, At = now, ReceivedAt = now, Problem = problem };

    private void Add(List<Part> parts, MetaApp app, WebhookChange change, long now)
    {
        var number = change.PhoneNumberId is { } id ? numbers.FindByMetaId(id) : null;
        var waba = number?.Waba ?? numbers.FindWaba(change.EntryId);
        if (waba is null || !waba.Apps.Contains(app.Id))
        {
            // One tenant's app secret must not speak for another's customers.
            parts.Add(new Part { Kind = PartKind.Parked, App = app, Field = change.Field, Raw = change.RawValue, At = now, ReceivedAt = now, Problem = waba is null ? "unknown-number" : "not-connected-through-this-app" });
            CoreTelemetry.Refused("not-connected");
            return;
        }

        var before = parts.Count;
        if (number is not null && change.Field is "messages" or "user_preferences")
        {
            AddItems(parts, app, change, number!, now);
        }

        if (parts.Count == before)
        {
            parts.Add(new Part { Kind = PartKind.Notice, App = app, Field = change.Field, Raw = change.RawValue, At = (change.EntryTime * 1000) ?? now, ReceivedAt = now, Number = number, Workspace = waba.Workspace, Entry = number is null ? change.EntryId : null });
        }
    }

    private static void AddItems(List<Part> parts, MetaApp app, WebhookChange change, Number number, long now)
    {
        foreach (var status in change.Statuses)
        {
            parts.Add(new Part { Kind = PartKind.Status, App = app, Field = change.Field, Raw = status.Raw, At = Time(status.TimestampMs, now), ReceivedAt = now, Number = number, Workspace = number.Workspace.Id, Status = status });
        }

        foreach (var message in change.Messages)
        {
            var profile = change.Contacts.FirstOrDefault(contact => IsOf(contact, message.From, message.FromUserId));
            parts.Add(new Part
            {
                Kind = PartKind.Message,
                App = app,
                Field = change.Field,
                Raw = profile is null ? message.Raw : WithProfile(profile, message.Raw),
                At = Time(message.TimestampMs, now),
                ReceivedAt = now,
                Number = number,
                Workspace = number.Workspace.Id,
                Incoming = message,
                Profile = profile,
            });
        }

        foreach (var preference in change.Preferences)
        {
            parts.Add(new Part
            {
                Kind = PartKind.Notice,
                App = app,
                Field = change.Field,
                Raw = preference.Raw,
                At = Time(preference.TimestampMs, now),
                ReceivedAt = now,
                Number = number,
                Workspace = number.Workspace.Id,
                Preference = preference,
                Profile = change.Contacts.FirstOrDefault(contact => IsOf(contact, preference.WaId, preference.UserId)),
            });
        }
    }

    private static bool IsOf(WebhookContact contact, string? waId, string? userId) =>
        (waId is not null && contact.WaId == waId) || (userId is not null && contact.UserId == userId);

    private static long Time(long claimed, long now) => claimed > 0 ? claimed : now;

    /// <summary>A part stands alone: the sender's profile travels with the message.</summary>
    private static byte[] WithProfile(WebhookContact profile, ReadOnlyMemory<byte> message)
    {
        var whole = new byte[13 + profile.Raw.Length + 14 + message.Length + 2];
        var at = 0;
        Append("{\"contacts\":["u8);
        Append(profile.Raw.Span);
        Append("],\"messages\":["u8);
        Append(message.Span);
        Append("]}"u8);
        return whole;

        void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(whole.AsSpan(at));
            at += bytes.Length;
        }
    }
}
