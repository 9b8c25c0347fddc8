using System.Net;
using System.Text.Json;

namespace Kaiwa.Tests.Simulator;

public sealed class SendingTests
{
    private const string Ana = "+16505551234";

    [Fact]
    public async Task A_template_is_accepted_and_its_statuses_follow_signed()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.SendTemplateAsync(Ana, callback: "k.0123456789abcdefghijkl");
        var statuses = await world.StatusesAsync();

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Json.Text("messaging_product").ShouldBe("whatsapp");
        reply.Json.GetProperty("contacts")[0].Text("input").ShouldBe(Ana);
        reply.Json.GetProperty("contacts")[0].Text("wa_id").ShouldBe("16505551234");
        reply.Json.GetProperty("messages")[0].Text("message_status").ShouldBe("accepted");
        reply.MessageId.ShouldStartWith("wamid.HBgL");
        statuses.Select(s => s.Text("status")).ShouldBe(["sent", "delivered", "read"], ignoreOrder: true);
        statuses.ShouldAllBe(s => s.GetProperty("id").GetString() == reply.MessageId);
        statuses.ShouldAllBe(s => s.GetProperty("biz_opaque_callback_data").GetString() == "k.0123456789abcdefghijkl");
        statuses.ShouldAllBe(s => s.GetProperty("recipient_id").GetString() == "16505551234");
        world.Hooks.ShouldAllBe(h => h.Signature == h.Expected);
    }

    [Fact]
    public async Task A_status_carries_its_price_and_number_as_Meta_writes_them()
    {
        await using var world = await SimulatedWorld.StartAsync();

        await world.SendTemplateAsync(Ana);
        await world.StatusesAsync();

        var value = world.Hooks.SelectMany(h => h.Values).First(v => v.GetProperty("statuses")[0].Text("status") == "sent");
        value.GetProperty("metadata").Text("phone_number_id").ShouldBe(SimulatedWorld.NumberId);
        value.GetProperty("metadata").Text("display_phone_number").ShouldBe("15550100199");
        value.GetProperty("contacts")[0].Text("wa_id").ShouldBe("16505551234");
        value.GetProperty("contacts")[0].Text("user_id").ShouldStartWith("US.");
        var pricing = value.GetProperty("statuses")[0].GetProperty("pricing");
        pricing.Text("category").ShouldBe("utility");
        pricing.Text("pricing_model").ShouldBe("PMP");
        pricing.Text("type").ShouldBe("regular");
    }

    [Fact]
    public async Task An_accepted_message_is_in_the_ledger_file_before_it_is_answered()
    {
        await using var world = await SimulatedWorld.StartAsync(o => o.SentAfter = DelayRangeOf(60_000));

        await world.SendTemplateAsync(Ana);

        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=" + world.File + ";Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM message";
        command.ExecuteScalar().ShouldBe(1L);
    }

    [Theory]
    [InlineData("{", 100, 400)]
    [InlineData("[]", 100, 400)]
    [InlineData("""{"to":"+16505551234","type":"text","text":{"body":"x"}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","type":"text","text":{"body":"x"}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"song","song":{}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"text"}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"text","text":{"body":""}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"12","type":"text","text":{"body":"x"}}""", 131009, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"hello","type":"text","text":{"body":"x"}}""", 131009, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"image","image":{"id":"1"}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"image","image":{"id":"1","link":"https://x/a.jpg"}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"audio","audio":{"link":"https://x/a.ogg","caption":"no"}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"location","location":{"latitude":99,"longitude":0}}""", 131009, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"contacts","contacts":[{"name":{"formatted_name":"A"}}]}""", 131009, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{}}}""", 131008, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"button","body":{"text":"b"},"action":{"buttons":[{"type":"reply","reply":{"id":"1","title":"This title is far too long"}}]}}}""", 131009, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"list","body":{"text":"b"},"action":{"button":"B","sections":[]}}}""", 131009, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"nowhere","language":{"code":"en_US"}}}""", 132001, 404)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"hello_world","language":{"code":"fr"}}}""", 132001, 404)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"winter_sale","language":{"code":"en_US"}}}""", 132015, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"price_game","language":{"code":"en_US"}}}""", 132001, 404)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"order_confirmed","language":{"code":"en_US"}}}""", 132000, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"order_confirmed","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"a\nb"},{"type":"text","text":"c"}]}]}}""", 132007, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"spring_sale","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}}""", 100, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"new_arrival","language":{"code":"en_US"},"components":[{"type":"header","parameters":[{"type":"text","text":"a"}]},{"type":"body","parameters":[{"type":"text","text":"b"}]}]}}""", 132012, 400)]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"order_update","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"},{"type":"text","text":"c"}]}]}}""", 131008, 400)]
    public async Task What_Meta_refuses_is_refused_with_Metas_code(string body, int code, int http)
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.SendRawAsync(body);

        reply.ErrorCode.ShouldBe(code);
        ((int)reply.Status).ShouldBe(http);
        reply.Json.GetProperty("error").Text("type").ShouldBe("OAuthException");
        reply.Json.GetProperty("error").Text("fbtrace_id").ShouldStartWith("A");
        (await world.LedgerAsync()).RefusedByCode[code].ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_token_is_answered_401_with_190()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Client.DefaultRequestHeaders.Authorization = new("Bearer", "stale");

        var reply = await world.SendTemplateAsync(Ana);

        reply.Status.ShouldBe(HttpStatusCode.Unauthorized);
        reply.ErrorCode.ShouldBe(190);
    }

    [Fact]
    public async Task An_unknown_object_is_100_with_subcode_33()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.GetAsync("/v23.0/999000111");

        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.ErrorCode.ShouldBe(100);
        reply.Json.GetProperty("error").GetProperty("error_subcode").GetInt32().ShouldBe(33);
        reply.Json.GetProperty("error").Text("type").ShouldBe("GraphMethodException");
    }

    [Fact]
    public async Task The_same_message_goes_through_without_a_version_and_as_a_form()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["messaging_product"] = "whatsapp",
            ["to"] = Ana,
            ["type"] = "template",
            ["template"] = """{"name":"hello_world","language":{"code":"en_US"}}""",
        });

        using var response = await world.Client.PostAsync($"/{SimulatedWorld.NumberId}/messages", form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Members_may_come_in_any_order()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.SendRawAsync("""{"template":{"components":[{"parameters":[{"text":"Ana","type":"text"},{"text":"#1","type":"text"}],"type":"BODY"}],"language":{"code":"en_US"},"name":"order_confirmed"},"to":"16505551234","type":"template","messaging_product":"whatsapp"}""");

        reply.Status.ShouldBe(HttpStatusCode.OK);
        var thread = await ThreadWhenShownAsync(world, Ana);
        thread[0].Text.ShouldBe("Thank you, Ana. We have your order #1 and will write again when it ships.");
    }

    [Fact]
    public async Task Interactive_lists_and_buttons_of_the_documented_shape_are_accepted()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone(Ana).WriteAsync("hi");

        var buttons = await world.SendRawAsync("""{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"button","header":{"type":"text","text":"H"},"body":{"text":"Change or cancel?"},"footer":{"text":"F"},"action":{"buttons":[{"type":"reply","reply":{"id":"change","title":"Change"}},{"type":"reply","reply":{"id":"cancel","title":"Cancel"}}]}}}""");
        var list = await world.SendRawAsync("""{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"list","body":{"text":"Which?"},"action":{"button":"Options","sections":[{"title":"Fast","rows":[{"id":"exp","title":"Express","description":"1-2 days"}]},{"title":"Slow","rows":[{"id":"std","title":"Standard"}]}]}}}""");

        buttons.Status.ShouldBe(HttpStatusCode.OK);
        list.Status.ShouldBe(HttpStatusCode.OK);
    }

    internal static async Task<IReadOnlyList<Kaiwa.Simulator.PhoneThreadMessage>> ThreadWhenShownAsync(SimulatedWorld world, string phone)
    {
        await world.StatusesAsync();
        return (await world.Simulator.Phone(phone).ThreadAsync()).Messages;
    }

    private static Kaiwa.Simulator.DelayRange DelayRangeOf(double ms) => Kaiwa.Simulator.DelayRange.Milliseconds(ms, ms);
}
