using System.Text;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Messages;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Features.Inbox;

/// <summary>A part of the product answers a customer in words, without anybody at the inbox.</summary>
public interface IAnswerAutomatically
{
    /// <summary>Enqueues in the caller's transaction. False when there is no number or address to answer with.</summary>
    Task<bool> AddAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Number> number, Id<Contact> contact, string text, DateTimeOffset expiresAt);

    /// <summary>The same with anything else than text. A message whose id is there already is left as it is.</summary>
    Task<bool> AddAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Number> number, Id<Contact> contact, AutomaticMessage message);
}

/// <param name="Id">Minted by the caller.</param>
/// <param name="Kind">Meta's type.</param>
/// <param name="Content">Meta's JSON.</param>
/// <param name="Category">What Meta charges it as.</param>
/// <param name="ExpiresAt">Not sent after that.</param>
public sealed record AutomaticMessage(Id<Message> Id, string Kind, string Content, Category Category, DateTimeOffset ExpiresAt)
{
    public Id<Template>? Template { get; init; }
}

internal sealed class AnswerAutomatically(NumberDirectory numbers, ConversationStore conversations, Outbox outbox, RefreshConversations refresh, ILiveFeed feed, TimeProvider time) : IAnswerAutomatically
{
    public Task<bool> AddAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Number> number, Id<Contact> contact, string text, DateTimeOffset expiresAt) => AddAsync(
        unit, workspace, number, contact,
        new AutomaticMessage(Id<Message>.New(time), "text", Encoding.UTF8.GetString(OutgoingMessageJson.WriteContent(new OutgoingMessage.Text(text, PreviewUrl: true))), Category.Service, expiresAt));

    public async Task<bool> AddAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Number> number, Id<Contact> contact, AutomaticMessage message)
    {
        if (numbers.Find(number) is not { } from || await conversations.AddressAsync(unit, from, contact) is not { } identity)
        {
            return false;
        }

        await outbox.AddAsync(unit, [new OutgoingJob
        {
            Id = message.Id,
            Number = from,
            Contact = contact,
            Identity = identity,
            Kind = message.Kind,
            Category = message.Category,
            Content = message.Content,
            Origin = Origin.System,
            Template = message.Template,
            ExpiresAt = message.ExpiresAt,
        }]);
        await refresh.HandleAsync(unit, [(new Pair(workspace, number, contact), false)]);
        unit.AfterCommit(() => feed.Publish(new Change(workspace, "thread", contact.Value)));
        return true;
    }
}
