using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Faults;
using Kaiwa.Simulator.Groups;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Kaiwa.Simulator.Api;

/// <summary>POST /{number}/messages: the hot path. Read, judge, commit to the ledger, answer, and let the courier do the rest.</summary>
internal sealed class MessagesApi(Platform platform)
{
    private static readonly StringValues JsonType = "application/json; charset=UTF-8";
    private readonly GroupSend groups = new(platform);
    private static readonly byte[] SuccessBody = "{\"success\":true}"u8.ToArray();

    public async Task HandleAsync(HttpContext http, BusinessNumber number, bool isMarketing)
    {
        var faults = platform.Courier.Faults;
        if (faults is not null && await BeforeAsync(http, faults))
        {
            return;
        }

        var body = await RequestBody.ReadAsync(http);
        try
        {
            var accepted = Accept(http, number, body.Bytes, isMarketing, number.Registration.IsRegistered, faults, out var refusal);
            if (refusal is not null)
            {
                platform.CountRefusal(refusal.Code);
                ErrorWriter.Write(http, refusal);
            }
            else if (accepted is null)
            {
                http.Response.ContentLength = SuccessBody.Length;
                http.Response.Headers.ContentType = JsonType;
                http.Response.BodyWriter.Write(SuccessBody);
            }
            else if (await BeginAsync(http, accepted, faults))
            {
                Answer(http, accepted);
            }
        }
        finally
        {
            body.Release();
        }
    }

    /// <summary>A send of the business's own client, in the Cloud's words: judged, committed and set going. Neither delivery nor refusal: the connection was cut.</summary>
    public async Task<(Delivery.Delivery? Delivery, Refusal? Refusal)> SendAsync(HttpContext http, BusinessNumber number, ReadOnlyMemory<byte> body)
    {
        var faults = platform.Courier.Faults;
        if (faults is not null && await BeforeAsync(http, faults))
        {
            return default;
        }

        var accepted = Accept(http, number, body, isMarketing: false, number.Registration.IsOnPremises, faults, out var refusal);
        if (refusal is not null)
        {
            platform.CountRefusal(refusal.Code);
        }

        return refusal is not null || accepted is null ? (null, refusal) : await BeginAsync(http, accepted, faults) ? (accepted.Delivery, null) : default;
    }

    private async Task<bool> BeforeAsync(HttpContext http, FaultDice faults)
    {
        if (faults.Plan.Slow is { } slow && faults.Strikes(slow.Probability))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(faults.Between(slow.MinMs, slow.MaxMs)), platform.Clock, http.RequestAborted);
        }

        if (!faults.Strikes(faults.Plan.CutBeforeAccept))
        {
            return false;
        }

        http.Abort();
        return true;
    }

    private sealed record Accepted(Delivery.Delivery Delivery, MessageRow Row, string Input, bool HasWaId, HoldFault? Hold, Magic? Magic)
    {
        /// <summary>To a group: the shares of the other participants.</summary>
        public IReadOnlyList<Accepted> Others { get; init; } = [];
    }

    private Accepted? Accept(HttpContext http, BusinessNumber number, ReadOnlyMemory<byte> body, bool isMarketing, bool isRegistered, FaultDice? faults, out Refusal? refusal)
    {
        refusal = SendReader.Read(body.Span, out var request);
        if (refusal is not null)
        {
            return null;
        }

        if (request.Status.Exists && !isMarketing)
        {
            refusal = MarkRead(request);
            return null;
        }

        ulong phone = 0;
        var toUserId = false;
        Group? group = null;
        refusal = request.ToGroup ? groups.Find(request, number, out group) : Recipient(request, number, out phone, out toUserId);
        if (refusal is not null)
        {
            return null;
        }

        var now = platform.Clock.NowMs;
        SimulatedTemplate? template = null;
        bool MediaExists(string id) => platform.Media.Exists(id, now);
        refusal = request.Kind == MessageKind.Template
            ? TemplateRules.Check(request.Content, number.Account.Templates, MediaExists, now, out template)
            : ContentRules.Check(request.Kind, request.Content, MediaExists, now);
        refusal ??= ProductRules.Check(number.Account, platform.Catalogues, request.Content.Raw);
        refusal ??= FlowRules.Check(number.Account, platform.Flows, request.Kind, request.Content, template);
        refusal ??= MarketingRules.Check(isMarketing, request, template);
        refusal ??= group is null ? null : GroupSend.Unfit(request.Kind, template);
        refusal ??= Forced(http, faults, phone, out _);
        if (refusal is not null)
        {
            return null;
        }

        var category = template?.Category ?? MessageCategory.Service;
        if (group is not null)
        {
            var shared = groups.Judge(number, group, request.Kind, now, platform.Scheduler.NowMs);
            refusal = shared.Refusal;
            return refusal is not null ? null : Share(body, request, number, group, template, category, shared, faults, now);
        }

        var verdict = platform.Rules.Judge(number, phone, request.Kind, category, toUserId, isRegistered, now, platform.Scheduler.NowMs);
        refusal = verdict.Refusal;
        return refusal is not null ? null : Record(body, request, number, phone, template, category, verdict, faults, now);
    }

    private Accepted Share(ReadOnlyMemory<byte> body, SendRequest request, BusinessNumber number, Group group, SimulatedTemplate? template, MessageCategory category, SendRules.Verdict verdict, FaultDice? faults, long now)
    {
        var message = new GroupMessage(group.Id, platform.NextSeq());
        var shares = new List<Accepted>();
        foreach (var phone in group.Participants)
        {
            shares.Add(Record(body, request, number, phone, template, category, verdict, faults, now, message));
        }

        return shares[0] with { Others = shares[1..] };
    }

    private Accepted Record(ReadOnlyMemory<byte> body, SendRequest request, BusinessNumber number, ulong phone, SimulatedTemplate? template, MessageCategory category, SendRules.Verdict verdict, FaultDice? faults, long now, GroupMessage? group = null)
    {
        var magic = MagicNumbers.Find(phone);
        var hold = magic is { Held: true } ? new HoldFault() : faults?.Plan.Hold is { } plan && category == MessageCategory.Marketing
            && (plan.Template is null || plan.Template == template?.Seed.Name) && faults.Strikes(plan.Probability) ? plan : null;
        var flags = verdict.Flags | (hold is null ? DeliveryFlags.None : DeliveryFlags.Held)
            | (request.Kind == MessageKind.Audio && request.Content["voice"u8].IsTrue ? DeliveryFlags.Voice : DeliveryFlags.None);
        var callback = request.Callback.Exists ? request.Callback.Text : null;
        var error = verdict.FailsWith != 0 ? verdict.FailsWith
            : request.Kind == MessageKind.Reaction && !KnownMessage(request.Content["message_id"u8]) ? 131009
            : faults?.NextFailure()?.Code ?? 0;

        var delivery = new Delivery.Delivery
        {
            Seq = platform.NextSeq(),
            Courier = platform.Courier,
            Number = number,
            Phone = phone,
            Kind = request.Kind,
            Category = category,
            TemplateKey = template?.Key ?? 0,
            Flags = flags,
            Callback = callback,
            Group = group,
            AcceptedAt = now,
            FreeUntil = verdict.FreeUntil,
            TtlSeconds = template?.TtlSeconds ?? 30 * 24 * 3600,
            Error = error,
        };

        var row = platform.Writer.Rent();
        row.Seq = delivery.Seq;
        row.Inbound = false;
        row.Number = number.Key;
        row.Phone = phone;
        row.Flags = (int)flags;
        row.Kind = request.Kind;
        row.Template = delivery.TemplateKey;
        row.Category = (int)category;
        row.Hash = ContentHash.Of(request.Kind, request.Content.Raw);
        row.At = now;
        row.Error = error;
        body.Span.Overlaps(request.Content.Raw, out var offset);
        row.Body = body.Slice(offset, request.Content.Raw.Length);
        row.Callback = callback;
        row.Context = request.Context.Exists ? request.Context["message_id"u8].Text : null;

        var to = request.To.Exists ? request.To : request.Recipient;
        return new Accepted(delivery, row, Encoding.UTF8.GetString(to.Inner), (flags & DeliveryFlags.NumberHidden) == DeliveryFlags.None, hold, magic);
    }

    /// <summary>Into the ledger and on its way; false when the connection was cut.</summary>
    private async Task<bool> BeginAsync(HttpContext http, Accepted accepted, FaultDice? faults)
    {
        var (delivery, row, _, _, hold, magic) = accepted;
        await InsertAsync(accepted);
        foreach (var other in accepted.Others)
        {
            await InsertAsync(other);
            platform.Courier.Begin(other.Delivery);
        }

        if (delivery.Error == 0 && hold is null && (magic is { StatusFirst: true } || (faults is not null && faults.Strikes(faults.Plan.StatusFirst))))
        {
            await Task.WhenAny(platform.Courier.SendStatusFirstAsync(delivery), Task.Delay(TimeSpan.FromSeconds(10), platform.Clock, CancellationToken.None));
        }
        else
        {
            platform.Courier.Begin(delivery, hold);
        }

        if (magic is { CutsAfterAccept: true } || (faults is not null && faults.Strikes(faults.Plan.CutAfterAccept)))
        {
            http.Abort();
            return false;
        }

        if (magic is { AnswersAfterMs: > 0 })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(magic.AnswersAfterMs), platform.Clock, CancellationToken.None);
        }

        return true;
    }

    private async Task InsertAsync(Accepted accepted)
    {
        if (accepted.Delivery.Group is { } group)
        {
            await platform.Groups.Store.KeepAsync(accepted.Delivery.Seq, group);
        }

        await platform.Writer.InsertAsync(accepted.Row);
        platform.Writer.Return(accepted.Row);
        platform.Courier.Changed?.Invoke(accepted.Delivery.Phone);
    }

    private void AnswerGroup(HttpContext http, Accepted accepted, GroupMessage group) => GraphJson.Write(http, new JsonObject
    {
        ["messaging_product"] = "whatsapp",
        ["contacts"] = new JsonArray(new JsonObject { ["input"] = accepted.Input, ["wa_id"] = group.Group }),
        ["messages"] = new JsonArray(new JsonObject { ["id"] = platform.Json.Wamid(group.Seq, inbound: false, accepted.Delivery.Number.Digits, hidden: false), ["group_id"] = group.Group }),
    });

    private void Answer(HttpContext http, Accepted accepted)
    {
        var delivery = accepted.Delivery;
        if (delivery.Group is { } group)
        {
            AnswerGroup(http, accepted, group);
            return;
        }

        var target = http.Response.BodyWriter.GetSpan(512 + (accepted.Input.Length * 6));
        var n = 0;
        Put(target, ref n, "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\""u8);
        n += Encoding.UTF8.GetBytes(accepted.Input, target[n..]);
        if (accepted.HasWaId)
        {
            Put(target, ref n, "\",\"wa_id\":\""u8);
            System.Buffers.Text.Utf8Formatter.TryFormat(delivery.Phone, target[n..], out var digits);
            n += digits;
        }
        else
        {
            Put(target, ref n, "\",\"user_id\":\""u8);
            n += Encoding.ASCII.GetBytes(UserId.Of(delivery.Phone), target[n..]);
        }

        Put(target, ref n, "\"}],\"messages\":[{\"id\":\""u8);
        n += platform.Json.WriteWamid(target[n..], delivery.Seq, inbound: false, delivery.Phone, delivery.Has(DeliveryFlags.NumberHidden));
        Put(target, ref n, delivery.Kind != MessageKind.Template ? "\"}]}"u8
            : accepted.Hold is null ? "\",\"message_status\":\"accepted\"}]}"u8
            : "\",\"message_status\":\"held_for_quality_assessment\"}]}"u8);
        http.Response.ContentLength = n;
        http.Response.Headers.ContentType = JsonType;
        http.Response.BodyWriter.Advance(n);
    }

    private static void Put(Span<byte> target, ref int n, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target[n..]);
        n += bytes.Length;
    }

    private Refusal? Recipient(SendRequest request, BusinessNumber number, out ulong phone, out bool toUserId)
    {
        phone = 0;
        toUserId = !request.To.Exists;
        if (request.To.Exists)
        {
            return (request.To.IsString || request.To.IsNumber) && Phones.TryParseRecipient(request.To.Inner, number.Digits, out phone)
                ? null
                : Refusal.Invalid("Param to is not a valid phone number: send it with its country code, digits only or in E.164.");
        }

        return request.Recipient.IsString && UserId.TryReadPhone(request.Recipient.Text, out phone)
            ? null
            : Refusal.Invalid("Param recipient is not a business-scoped user ID of this portfolio.");
    }

    private Refusal? Forced(HttpContext http, FaultDice? faults, ulong phone, out bool cut)
    {
        cut = false;
        if (MagicNumbers.Find(phone) is { } magic)
        {
            if (magic.RefusesWith != 0)
            {
                return new Refusal(magic.RefusesWith);
            }

            if (magic.CutsBeforeAccept)
            {
                http.Abort();
                return new Refusal(2);
            }
        }

        if (http.Request.Headers.TryGetValue("X-Simulate", out var wish) && Wish(wish.ToString()) is { } wished)
        {
            return wished;
        }

        return faults?.NextSendFault() is { } fault ? new Refusal(fault.Code, Http: fault.Http == 0 ? null : fault.Http) : null;
    }

    private static Refusal? Wish(string header)
    {
        int? code = null;
        int? http = null;
        foreach (var part in header.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var n, var v] ? (n, v) : (part, "");
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                code = name == "code" ? number : code;
                http = name == "http" ? number : http;
            }
        }

        return code is null && http is null ? null : new Refusal(code ?? 131000, Http: http);
    }

    private bool KnownMessage(JsonSlice id) => id.IsString && platform.Wamids.TryRead(id.Text, out _, out _);

    private Refusal? MarkRead(SendRequest request)
    {
        if (!request.Status.Is("read"u8))
        {
            return Refusal.Parameter("Param status must be one of {READ}.");
        }

        if (!request.MessageId.IsString)
        {
            return Refusal.Required("message_id");
        }

        if (!platform.Wamids.TryRead(request.MessageId.Text, out var seq, out var inbound) || !inbound)
        {
            return Refusal.Invalid("Param message_id is not the id of a message received by this number.");
        }

        if (request.Typing.Exists && !request.Typing["type"u8].Is("text"u8))
        {
            return Refusal.Parameter("Param typing_indicator['type'] must be one of {TEXT}.");
        }

        platform.Inbound.MarkRead(seq, request.Typing.Exists);
        return null;
    }
}
