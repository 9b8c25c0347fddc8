using System.Text;
using System.Text.Json;
using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Cloud;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Messages;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>A program sends a message as it would to Meta, and gets Meta's answer. The message goes through the outbox like any other. All gateways send here.</summary>
internal sealed partial class SendMessage(
    Intake intake, Outbox outbox, GatewayStore store, TemplateBook templates, CloudApiClient meta, Database database, IOptions<GatewayOptions> options, TimeProvider time, ILogger<SendMessage> logger)
{
    public const int LongestKey = 255;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private TimeSpan Patience => options.Value.Wait;

    public async Task<SendResult> Handle(Actor actor, Number number, SendRequest request, CancellationToken ct)
    {
        var (body, edge, key, _) = request;
        if (key is { Length: 0 or > LongestKey })
        {
            return new SendResult.Refused(GraphErrors.InvalidParameter($"The header Idempotency-Key must be 1 to {LongestKey} characters long."));
        }

        var reading = OutgoingMessageJson.Read(body);
        if (reading.Problem is { } problem)
        {
            return new SendResult.Refused(problem);
        }

        if (reading.MarkAsRead is { } mark)
        {
            if (edge == SendEdge.MarketingMessages)
            {
                return new SendResult.Refused(GraphErrors.InvalidParameter("Message must be a template message."));
            }

            return (await meta.MarkAsReadAsync(new CloudApiAccess(number.BaseAddress, number.Token), number.MetaId, mark, ct)) is { } error ? new SendResult.Refused(error) : new SendResult.Marked();
        }

        if (reading.Message is not { } message || reading.Recipient is not { } recipient)
        {
            return new SendResult.Refused(GraphErrors.Of(131041, "Kaiwa keeps no groups: recipient_type must be individual."));
        }

        if (message is OutgoingMessage.Pin)
        {
            return new SendResult.Refused(GraphErrors.InvalidParameter("Messages are pinned in groups only, and Kaiwa keeps no groups."));
        }

        var category = Category.Service;
        Id<Core.Templates.Template>? templateId = null;
        if (message is OutgoingMessage.Template sent)
        {
            if (await templates.FindAsync(actor, number.Waba.Id, sent.Name, sent.Language, ct) is not { } template)
            {
                return new SendResult.Refused(GraphErrors.Of(132001, $"template name ({sent.Name}) does not exist in {sent.Language}"));
            }

            if (RefusalOf(template) is { } refusal)
            {
                return new SendResult.Refused(refusal);
            }

            (category, templateId) = (template.Category, template.Id);
        }

        if (MarketingRules.Refusal(edge, reading, category) is { } unfit)
        {
            return new SendResult.Refused(unfit);
        }

        var content = Encoding.UTF8.GetString(reading.Content.Span);
        var job = new Draft(reading, message, recipient, edge == SendEdge.MarketingMessages ? MarketingRules.Mark(content) : content, category, templateId);
        return await SendAsync(actor, number, job, new Envelope(InputOf(body), key, key is null ? [] : GatewayStore.Hash(body.Span), request.IsAsync), ct);
    }

    private sealed record Draft(OutgoingMessageReading Reading, OutgoingMessage Message, WhatsApp.Recipient Recipient, string Content, Category Category, Id<Core.Templates.Template>? Template);

    private sealed record Envelope(string Input, string? Key, byte[] Hash, bool IsAsync);

    private static GraphError? RefusalOf(Core.Templates.Template template) => template.Status switch
    {
        "APPROVED" => null,
        "PAUSED" => GraphErrors.Of(132015, $"The template {template.Name} is paused because of low quality."),
        "DISABLED" => GraphErrors.Of(132016, $"The template {template.Name} is disabled because of low quality."),
        _ => GraphErrors.Of(132001, $"The template {template.Name} in {template.Language} is {template.Status}."),
    };

    private async Task<SendResult> SendAsync(Actor actor, Number number, Draft draft, Envelope envelope, CancellationToken ct)
    {
        var id = Id<Message>.New(time);
        var started = time.GetTimestamp();
        using var watcher = envelope.IsAsync ? null : outbox.Watch(id);
        var claim = await intake.AddAsync(new Intake.Item(actor, number, id, draft.Recipient, envelope.Key, envelope.Hash, envelope.IsAsync, person => new OutgoingJob
        {
            Id = id,
            Number = number,
            Contact = person.Contact,
            Identity = person.Identity,
            Kind = KindOf(draft.Reading.Content.Span),
            Category = draft.Category,
            Content = draft.Content,
            Origin = Origin.Key,
            OriginId = actor.Subject,
            Template = draft.Template,
            Callback = draft.Reading.CallbackData,
            ContextWamid = draft.Message.ReplyTo,
            ExpiresAt = time.GetUtcNow() + (envelope.IsAsync ? options.Value.AsyncWait : Patience + Grace),
        }));
        return claim switch
        {
            KeyClaim.OtherBody => new SendResult.Refused(GraphErrors.InvalidParameter("This Idempotency-Key was used with another body within 24 hours. Use a new key for a new message.")),
            KeyClaim.Known known when envelope.IsAsync => new SendResult.Queued(envelope.Input, known.Message),
            _ when envelope.IsAsync => new SendResult.Queued(envelope.Input, id),
            KeyClaim.Known known => await AnswerAsync(actor, known.Message, null, draft, envelope.Input, started, ct),
            _ => await AnswerAsync(actor, id, watcher, draft, envelope.Input, started, ct),
        };
    }

    /// <summary>Waits for Meta's id; what has not left by then is taken back.</summary>
    private async Task<SendResult> AnswerAsync(Actor actor, Id<Message> id, SendWatch.Watcher? watcher, Draft draft, string input, long started, CancellationToken ct)
    {
        if (watcher is not null)
        {
            switch (await watcher.WaitAsync(Patience, ct))
            {
                case SendOutcome.Accepted accepted:
                    return new SendResult.Sent(id, new SentMessage(input, accepted.WaId ?? draft.Recipient.Phone?.Digits, draft.Recipient.Phone is null ? accepted.UserId : null, accepted.Wamid, accepted.MessageStatus ?? (draft.Message is OutgoingMessage.Template ? "accepted" : null)));
                case SendOutcome.Failed { Error: { } error }:
                    return new SendResult.Refused(error);
                default:
                    break; // it is tried again, or a status has to tell: the row knows
            }
        }

        var answer = await AnswerFromRowAsync(actor, id, draft, input, ct);
        while (answer is null && time.GetElapsedTime(started) < Patience)
        {
            await Task.Delay(LookAgain, time, ct);
            answer = await AnswerFromRowAsync(actor, id, draft, input, ct);
        }

        return answer ?? await GiveUpAsync(actor, id, draft, input, started, ct);
    }

    private async Task<SendResult?> AnswerFromRowAsync(Actor actor, Id<Message> id, Draft draft, string input, CancellationToken ct) => await store.FateAsync(actor.Workspace, id, ct) switch
    {
        { State: MessageState.Failed, Failure: var failure } => Core.Web.Problem.Read(failure) switch
        {
            { Type: "uncertain" or "no-answer" } => new SendResult.InDoubt(id),
            { } problem => new SendResult.Refused(GraphErrors.Of(problem)),
            null => new SendResult.Refused(GraphErrors.Of(131000, null)),
        },
        { State: MessageState.Cancelled or MessageState.Expired } => new SendResult.Refused(GraphErrors.TakenBack()),
        { State: >= MessageState.Accepted, Wamid: { } wamid } =>
            new SendResult.Sent(id, new SentMessage(input, draft.Recipient.Phone?.Digits, draft.Recipient.Phone is null ? draft.Recipient.UserId : null, wamid, draft.Message is OutgoingMessage.Template ? "accepted" : null)),
        _ => null,
    };

    /// <summary>Takes it back. What is on its way to Meta in this very moment cannot be; its answer is near, and better than a doubt.</summary>
    private async Task<SendResult> GiveUpAsync(Actor actor, Id<Message> id, Draft draft, string input, long started, CancellationToken ct)
    {
        while (true)
        {
            var fate = await store.FateAsync(actor.Workspace, id, ct);
            if (await database.InTransactionAsync(unit => outbox.CancelAsync(unit, actor.Workspace, id), WritePriority.Live, ct))
            {
                LogGaveUp(id, takenBack: true);
                return new SendResult.Refused(GraphErrors.TakenBack(), Core.Web.Problem.Read(fate?.Hold));
            }

            if (await AnswerFromRowAsync(actor, id, draft, input, ct) is { } answer)
            {
                return answer;
            }

            if (fate is { Job: JobState.Ambiguous } || time.GetElapsedTime(started) >= Patience + Grace)
            {
                LogGaveUp(id, takenBack: false);
                return new SendResult.InDoubt(id);
            }

            await Task.Delay(LookAgain, time, ct);
        }
    }

    // The content begins with {"type":"…".
    private static string KindOf(ReadOnlySpan<byte> content)
    {
        var rest = content["{\"type\":\"".Length..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    /// <summary>The recipient as the program wrote it: Meta gives it back so.</summary>
    private static string InputOf(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return Text(document.RootElement, "to") is { Length: > 0 } to ? to : Text(document.RootElement, "recipient") ?? "";
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} had no id of Meta's in time; taken back: {TakenBack}")]
    private partial void LogGaveUp(Id<Message> messageId, bool takenBack);
}
