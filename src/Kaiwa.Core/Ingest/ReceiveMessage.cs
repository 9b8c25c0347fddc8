using System.Text;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.WhatsApp.Messages;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Core.Ingest;

/// <summary>THE checklist of receiving, over a batch: duplicate? whose? which chat? consent? store; fetch the media.</summary>
internal sealed class ReceiveMessage(ContactStore contacts, KnownPairs knownPairs, MediaQueue media, TimeProvider time)
{
    private const string InsertNames = Wamids.Insert + "\nRETURNING number_id, wamid";

    private const string InsertMessage = """
        INSERT INTO message (id, workspace_id, number_id, contact_id, identity_id, direction, state, kind, category, content, wamid, context_wamid, origin, at, created_at)
        SELECT v.id, v.workspace_id, v.number_id, v.contact_id, v.identity_id, 0, 0, v.kind, 0, v.content, v.wamid, v.context_wamid, 0, v.at, v.created_at FROM {rows}
        """;

    private const string UpsertChat = """
        INSERT INTO chat (id, workspace_id, number_id, contact_id, last_inbound_at, created_at)
        SELECT v.id, v.workspace_id, v.number_id, v.contact_id, v.at, v.created_at FROM {rows} WHERE TRUE
        ON CONFLICT (number_id, contact_id) DO UPDATE SET last_inbound_at = CASE WHEN excluded.last_inbound_at > chat.last_inbound_at THEN excluded.last_inbound_at ELSE chat.last_inbound_at END
        """;

    /// <summary>People first: messages, preferences and statuses may each teach a new name for somebody.</summary>
    public async Task WriteAsync(UnitOfWork unit, IReadOnlyList<Part> parts)
    {
        await DropDuplicatesAsync(unit, parts.Where(part => part.Incoming is not null).ToList());
        var telling = parts.Where(part => !part.IsDuplicate && (part.Incoming is not null || part.Preference is not null || knownPairs.IsNews(part))).ToList();
        if (telling.Count == 0)
        {
            return;
        }

        await PlaceAsync(unit, telling);
        unit.AfterCommit(() => telling.ForEach(knownPairs.Learn));
        var placed = Placed(telling);
        await StoreAsync(unit, placed);
        await OpenWindowsAsync(unit, placed);
        await ConsentAsync(unit, telling);
    }

    /// <summary>What these parts said once before: whatever of it is missing is put back, under the ids that it had.</summary>
    public async Task WriteAgainAsync(UnitOfWork unit, IReadOnlyList<Part> parts, IReadOnlySet<Id<Message>> missing)
    {
        var telling = parts.Where(part => part.Incoming is not null || part.Preference is not null || part is { Status: not null, Message: not null }).ToList();
        await PlaceAsync(unit, telling);
        var placed = Placed(telling);
        await unit.BulkAsync(Wamids.Insert, new Bulk<Part>(placed.Where(part => part.Incoming!.Id.Length > 0).ToList()).Id("number_id", part => part.Number!.Id).Text("wamid", part => part.Incoming!.Id).Id("message_id", part => part.Message!.Value));
        await StoreAsync(unit, placed.Where(part => missing.Contains(part.Message!.Value)).ToList());
        await OpenWindowsAsync(unit, placed);
        await ConsentAsync(unit, telling);
    }

    private async Task PlaceAsync(UnitOfWork unit, List<Part> telling)
    {
        var people = await contacts.ResolveAsync(unit, telling.Select(Claim).ToList());
        for (var i = 0; i < telling.Count; i++)
        {
            if (people[i] is { } person)
            {
                (telling[i].Contact, telling[i].Identity) = (person.Contact, person.Identity);
            }
        }

        FollowMerges(telling, people);
    }

    /// <summary>The messages whose sender is known; the others are kept as parts only.</summary>
    private static List<Part> Placed(List<Part> telling)
    {
        foreach (var part in telling.Where(part => part is { Incoming: not null, Identity: null }))
        {
            (part.Message, part.Problem) = (null, "no-sender");
        }

        return telling.Where(part => part is { Incoming: not null, Identity: not null }).ToList();
    }

    private async Task DropDuplicatesAsync(UnitOfWork unit, List<Part> parts)
    {
        parts.ForEach(part => part.Message = Id<Message>.New(time));
        var first = parts.Where(part => part.Incoming!.Id.Length > 0).DistinctBy(part => (part.Number!.Id, part.Incoming!.Id)).OrderBy(part => part.Incoming!.Id, StringComparer.Ordinal).ToList();
        var fresh = (await unit.BulkQueryAsync(
            InsertNames,
            new Bulk<Part>(first).Id("number_id", part => part.Number!.Id).Text("wamid", part => part.Incoming!.Id).Id("message_id", part => part.Message!.Value),
            reader => (new Id<Number>(Dialect.ReadGuid(reader, 0)), reader.GetString(1)))).ToHashSet();
        var kept = first.Where(part => fresh.Contains((part.Number!.Id, part.Incoming!.Id))).ToHashSet();
        foreach (var part in parts)
        {
            part.IsDuplicate = part.Incoming!.Id.Length > 0 && !kept.Contains(part);
        }
    }

    private static PersonClaim Claim(Part part)
    {
        var claim = new PersonClaim(part.Number!.Workspace.Id, part.Number.Waba.Portfolio.MetaId) { Name = part.Profile?.ProfileName, Username = part.Profile?.Username, At = part.At, Contact = part.StoredFor };
        return part switch
        {
            { Incoming: IncomingMessage.System system } => claim with
            {
                Phone = system.WaId ?? system.From,
                FormerPhone = system.From,
                UserId = system.UserId ?? system.FromUserId,
                FormerUserId = system.PreviousUserId,
                ParentUserId = system.ParentUserId,
            },
            { Incoming: { } message } => claim with
            {
                Phone = message.From ?? part.Profile?.WaId,
                UserId = message.FromUserId ?? part.Profile?.UserId,
                ParentUserId = message.FromParentUserId ?? part.Profile?.ParentUserId,
            },
            { Preference: { } preference } => claim with { Phone = preference.WaId, UserId = preference.UserId },
            _ => claim with { Phone = part.Status!.RecipientId, UserId = part.Status.RecipientUserId, ParentUserId = part.Status.RecipientParentUserId },
        };
    }

    /// <summary>A later claim of the batch may have joined the contact of an earlier one to another.</summary>
    private static void FollowMerges(List<Part> telling, IReadOnlyList<Person?> people)
    {
        var final = new Dictionary<Id<Identity>, Id<Contact>>();
        for (var i = 0; i < people.Count; i++)
        {
            if (people[i] is { } person)
            {
                final[person.Identity] = person.Contact;
            }
        }

        foreach (var part in telling.Where(part => part.Identity is not null))
        {
            part.Contact = final[part.Identity!.Value];
        }
    }

    private async Task StoreAsync(UnitOfWork unit, List<Part> placed)
    {
        await unit.BulkAsync(
            InsertMessage,
            new Bulk<Part>(placed)
                .Id("id", p => p.Message!.Value).Id("workspace_id", p => p.Number!.Workspace.Id).Id("number_id", p => p.Number!.Id).Id("contact_id", p => p.Contact!.Value)
                .Id("identity_id", p => p.Identity!.Value).Text("kind", p => p.Incoming!.Type).Text("content", p => Encoding.UTF8.GetString(p.Incoming!.Raw.Span))
                .Text("wamid", p => p.Incoming!.Id).Text("context_wamid", p => Target(p.Incoming!)).Long("at", p => p.At).Long("created_at", p => p.ReceivedAt));
        await media.AddAsync(unit, placed.Where(part => part.Incoming is IncomingMessage.Media { MediaId: not null })
            .Select(part => new MediaQueue.Arrival(part.Number!, part.Message!.Value, (IncomingMessage.Media)part.Incoming!)).ToList());
    }

    private async Task OpenWindowsAsync(UnitOfWork unit, List<Part> placed)
    {
        var chats = placed.Where(part => part.Incoming is not IncomingMessage.System)
            .GroupBy(part => (part.Number!.Id, Contact: part.Contact!.Value)).Select(group => group.MaxBy(part => part.At)!).OrderBy(part => part.Contact!.Value).ToList();
        await unit.BulkAsync(
            UpsertChat,
            new Bulk<Part>(chats)
                .Id("id", _ => Id<ServiceWindow>.New(time)).Id("workspace_id", p => p.Number!.Workspace.Id).Id("number_id", p => p.Number!.Id).Id("contact_id", p => p.Contact!.Value)
                .Long("at", p => p.At).Long("created_at", p => p.ReceivedAt));
    }

    private async Task ConsentAsync(UnitOfWork unit, List<Part> parts) => await contacts.SetConsentAsync(unit, parts
        .Where(part => part is { Preference.Value: "stop" or "resume" or "signup", Contact: not null })
        .GroupBy(part => part.Contact!.Value)
        .Select(group => group.OrderBy(part => part.At).ThenBy(part => part.Preference!.Value == "stop").Last())
        .Select(part => new ContactStore.ConsentChange(part.Number!.Workspace.Id, part.Contact!.Value, part.Preference!.Value == "stop" ? Consent.Out : Consent.In, part.At, $"whatsapp:{part.Preference.Value}"))
        .ToList());

    /// <summary>The message that this one is about; it may come later or never, so only the name is kept and the two are joined when shown.</summary>
    private static string? Target(IncomingMessage message) => message switch
    {
        IncomingMessage.Reaction reaction => reaction.MessageId,
        IncomingMessage.Edit edit => edit.OriginalMessageId,
        IncomingMessage.Revoke revoke => revoke.OriginalMessageId,
        _ => message.Context?.Id,
    };
}
