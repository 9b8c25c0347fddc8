using System.Text.Json.Nodes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.WhatsApp.Cloud;
using Kaiwa.WhatsApp.Messages;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Sends and marks as read. A send goes the way of every gateway: through the outbox, waiting for Meta's answer.</summary>
internal sealed class MessageCalls(SendMessage send, MediaBook media, UploadStore store, AwaitedStore awaited, Database database, CloudApiClient meta)
{
    public async Task<IResult> Send(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (CloudBody.From(body, out var refusal) is not { } cloud || (refusal = await media.ResolveAsync(call.Number, cloud, call.Aborted) ?? await QuoteAsync(call, cloud)) is not null)
        {
            return refusal!.ToHttp();
        }

        var key = call.Http.Request.Headers.TryGetValue("Idempotency-Key", out var value) ? value.ToString() : null;
        var result = await send.Handle(call.Caller.Actor, call.Number, new SendRequest(CloudJson.Bytes(cloud), SendEdge.Messages, key), call.Aborted);
        return result switch
        {
            SendResult.Sent sent => Sent(body.Text("to")!, sent.Answer.WaId ?? sent.Answer.UserId, sent.Message),
            SendResult.InDoubt doubt => await InDoubtAsync(call, body.Text("to")!, doubt.Message),
            SendResult.Refused refused => Reason(refused).ToHttp(),
            _ => throw new InvalidOperationException("A body made for sending is never a mark as read."),
        };
    }

    // It may be on its way: the old client, too, said no more than "queued". Its status tells; where Meta sends none, Kaiwa does.
    private async Task<IResult> InDoubtAsync(ProgramCall call, string to, Id<Message> message)
    {
        await database.InTransactionAsync(unit => awaited.AddAsync(unit, call.Number.Workspace.Id, message), WritePriority.Live, call.Aborted);
        return Sent(to, null, message);
    }

    public async Task<IResult> MarkAsRead(ProgramCall call)
    {
        if (await call.ObjectAsync() is not { } body)
        {
            return ProgramJson.Unreadable.ToHttp();
        }

        if (body.Text("status") is not "read")
        {
            return OnPremisesError.Invalid("status must be read").ToHttp();
        }

        var wamid = OnPremisesIds.TryReadMessage(call.Path[0], out var message) ? await store.IncomingWamidAsync(call.Number, message.Value, call.Aborted) : null;
        if (wamid is null)
        {
            return OnPremisesError.Unknown("message not found").ToHttp();
        }

        var error = await meta.MarkAsReadAsync(new CloudApiAccess(call.Number.BaseAddress, call.Number.Token), call.Number.MetaId, new MarkAsRead(wamid, Typing: false), call.Aborted);
        return error is null ? OnPremisesAnswers.Ok() : CloudErrors.ToAnswer(error).ToHttp();
    }

    /// <summary>A quoted message and a reaction's target name a message: by WhatsApp's name at Meta.</summary>
    private async Task<OnPremisesError?> QuoteAsync(ProgramCall call, JsonObject cloud)
    {
        foreach (var holder in new[] { cloud["context"], cloud["reaction"] })
        {
            if (holder is JsonObject named && named["message_id"]?.ToString() is { } id && OnPremisesIds.TryReadMessage(id, out var message))
            {
                if (await store.WamidAsync(call.Number, message.Value, call.Aborted) is not { } wamid)
                {
                    return OnPremisesError.Unknown("message not found");
                }

                named["message_id"] = wamid;
            }
        }

        return null;
    }

    // Taken back because of what Meta answered, our own token refused or the account locked: no throttling, so the program is not told to slow down.
    private static OnPremisesError Reason(SendResult.Refused refused) =>
        CloudErrors.ToAnswer(refused.Held is { } held && held.Type.StartsWith("meta-", StringComparison.Ordinal) ? GraphErrors.Of(held) : refused.Error);

    private static IResult Sent(string input, string? waId, Id<Message> message) => OnPremisesAnswers.Created(new JsonObject
    {
        ["contacts"] = new JsonArray(new JsonObject { ["input"] = input, ["wa_id"] = waId ?? ContactCalls.WaId(input) }),
        ["messages"] = new JsonArray(new JsonObject { ["id"] = OnPremisesIds.Outgoing(message) }),
    });
}
