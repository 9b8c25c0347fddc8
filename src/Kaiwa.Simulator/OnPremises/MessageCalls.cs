using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>Contacts, messages and files.</summary>
internal sealed class MessageCalls(Platform platform)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(36_500); // on the business's own volume
    private readonly MessagesApi messages = new(platform);

    /// <summary>As since v2.43: whatever can be a number is valid.</summary>
    public async Task<ClientAnswer> CheckAsync(ClientCall call)
    {
        if ((await call.BodyAsync()).Array("contacts") is not { } given)
        {
            return ClientError.Lacks("contacts");
        }

        return new JsonObject
        {
            ["contacts"] = new JsonArray([.. given.Select(one =>
            {
                var input = one?.ToString() ?? "";
                return Phones.TryParse(International(input), out var phone)
                    ? new JsonObject { ["input"] = input, ["status"] = "valid", ["wa_id"] = Phones.Digits(phone) }
                    : new JsonObject { ["input"] = input, ["status"] = "invalid" };
            })]),
        };
    }

    public async Task<ClientAnswer> SendAsync(ClientCall call)
    {
        if (!call.Number.Registration.IsOnPremises)
        {
            return ClientError.NotRegistered();
        }

        var body = (await call.BodyAsync()).All;
        if (SendBody.Of(body, out var wrong) is not { } cloud)
        {
            return wrong!;
        }

        var input = (string)cloud["to"]!;
        if (!Phones.TryParse(International(input), out var phone))
        {
            return ClientError.Unknown("unknown contact");
        }

        if (cloud["context"]?["message_id"]?.ToString() is { } quoted)
        {
            if (!Names.TryReadMessage(quoted, out var seq, out var inbound))
            {
                return ClientError.Unknown("message not found");
            }

            cloud["context"]!["message_id"] = platform.Json.Wamid(seq, inbound, phone, hidden: false);
        }

        cloud["to"] = "+" + Phones.Digits(phone);
        var (delivery, refusal) = await messages.SendAsync(call.Http, call.Number, Encoding.UTF8.GetBytes(cloud.ToJsonString()));
        return delivery is null ? ClientError.Of(refusal ?? new Refusal(131000)) : new ClientAnswer(new JsonObject
        {
            ["contacts"] = new JsonArray(new JsonObject { ["input"] = input, ["wa_id"] = Phones.Digits(phone) }),
            ["messages"] = new JsonArray(new JsonObject { ["id"] = Names.Message(delivery.Seq, inbound: false) }),
        })
        { Status = 201 };
    }

    public async Task<ClientAnswer> MarkReadAsync(ClientCall call, string id)
    {
        if ((await call.BodyAsync()).Text("status") != "read")
        {
            return ClientError.Invalid("status must be read");
        }

        if (!Names.TryReadMessage(id, out var seq, out var inbound) || !inbound)
        {
            return ClientError.Unknown("message not found");
        }

        platform.Inbound.MarkRead(seq, typing: false);
        return new JsonObject();
    }

    public async Task<ClientAnswer> UploadAsync(ClientCall call)
    {
        var type = call.Http.Request.ContentType?.Split(';')[0].Trim() ?? "";
        var bytes = await call.BytesAsync();
        if (bytes.Length == 0 || type.Length == 0)
        {
            return ClientError.Invalid("The body must be a file of at most 100 MB, with its Content-Type");
        }

        var item = await platform.Media.AddAsync(call.Number.Key, type, null, bytes, platform.Clock.NowMs, Kept);
        return new ClientAnswer(new JsonObject { ["media"] = new JsonArray(new JsonObject { ["id"] = Names.Media(item.Id) }) }) { Status = 201 };
    }

    public async Task<ClientAnswer> FileAsync(ClientCall call, string id)
    {
        if (Names.TryReadMedia(id) is not { } known || platform.Media.Find(known) is not { } item || item.Number != call.Number.Key)
        {
            return ClientError.Unknown("file not found");
        }

        if (call.Http.Request.Method == "GET")
        {
            return new ClientAnswer([]) { File = item };
        }

        await platform.Media.RemoveAsync(known);
        return new JsonObject();
    }

    private static string International(string number) => number.TrimStart() is ['0', '0', .. var rest] ? rest : number;
}
