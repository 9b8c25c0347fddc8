using System.Net;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Simulator;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>What real programs send, judged by what the customer's phone shows. docs/reference/on-premises-scenarios.md lists them by number.</summary>
public sealed class SentScenarioTests
{
    private const string Ana = "6281200000001";
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

    [Fact]
    public async Task The_preview_that_a_program_asks_for_at_the_top_is_asked_of_Meta_inside_the_text()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);

        await TakenAsync(program, """{"to":"6281200000001","type":"text","preview_url":true,"text":{"body":"お茶 ✓ https://shop.example/t/77"}}""");
        await TakenAsync(program, """{"to":"6281200000001","type":"text","text":{"body":"without"}}""");

        var sent = await SentAsync(world, 2);
        (sent[0]["body"]!.GetValue<string>(), sent[0]["preview_url"]!.GetValue<bool>()).ShouldBe(("お茶 ✓ https://shop.example/t/77", true));
        sent[1]["preview_url"].ShouldBeNull();
    }

    [Fact]
    public async Task A_text_that_was_too_long_arrives_whole_in_two_parts()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);
        var text = string.Concat(Enumerable.Repeat("茶を淹れる。", 834))[..5000];

        var whole = await program.TextAsync(Ana, text);
        (await program.TextAsync(Ana, text[..4096])).Status.ShouldBe(HttpStatusCode.Created);
        (await program.TextAsync(Ana, text[4096..])).Status.ShouldBe(HttpStatusCode.Created);

        (whole.Status, whole.Code).ShouldBe((HttpStatusCode.BadRequest, 1001));
        string.Concat((await ShownAsync(world, 2)).Select(message => message.Text)).ShouldBe(text);
    }

    [Theory]
    [InlineData(131016, HttpStatusCode.ServiceUnavailable, 1016)]
    [InlineData(130429, HttpStatusCode.TooManyRequests, 1015)]
    public async Task A_program_backs_off_from_503_as_from_429_and_its_next_try_arrives_once(int cloud, HttpStatusCode status, int code)
    {
        // Shorter than the first back-off: who asks while the second try is under way is told that it was taken, for it may be.
        await using var world = await World.StartAsync(Engine.Sqlite, settings => settings["Kaiwa:Gateway:Wait"] = "00:00:00.4");
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);
        world.Simulator.SetFaults(new FaultPlan { Sends = [new SendFault { Code = cloud }] });

        var refused = await program.TextAsync(Ana, "patience");
        world.Simulator.SetFaults(null);
        await world.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(async () => (await program.TextAsync(Ana, "patience")).Status == HttpStatusCode.Created, "the next try to be taken");

        (refused.Status, refused.Code).ShouldBe((status, code), refused.Words);
        (await world.Phone(Ana).ReceivedAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_document_uploaded_once_is_shown_twice_with_its_name_and_caption()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);
        var id = (await program.UploadAsync("%PDF-1.4 tea"u8.ToArray(), "application/pdf")).Json!["media"]![0]!["id"]!.GetValue<string>();

        for (var time = 0; time < 2; time++)
        {
            await TakenAsync(program, $$$"""{"to":"6281200000001","type":"document","document":{"id":"{{{id}}}","filename":"invoice-204.pdf","caption":"Invoice 204"}}""");
            await world.AdvanceAsync(TimeSpan.FromHours(12));
        }

        var sent = await SentAsync(world, 2);
        sent.ShouldAllBe(document => document["filename"]!.GetValue<string>() == "invoice-204.pdf" && document["caption"]!.GetValue<string>() == "Invoice 204");
        sent[0]["id"]!.GetValue<string>().ShouldMatch(@"^\d+$");
        sent[1]["id"]!.GetValue<string>().ShouldBe(sent[0]["id"]!.GetValue<string>(), "uploaded to Meta once");
    }

    [Fact]
    public async Task A_program_whose_upload_is_refused_with_401_and_1005_sends_the_link_instead()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);
        using var stranger = OldProgram.At(world, shop);
        stranger.Http.DefaultRequestHeaders.Authorization = new("Bearer", "expired");

        var upload = await stranger.UploadAsync(Jpeg, "image/jpeg");
        await TakenAsync(program, """{"to":"6281200000001","type":"image","image":{"link":"https://files.example/box.jpg","caption":"Box"}}""");

        (upload.Status, upload.Code, upload.Json!["errors"]![0]!["title"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Unauthorized, 1005, "Access denied"));
        (await ShownAsync(world, 1))[0].Media.ShouldBe("https://files.example/box.jpg");
    }

    [Theory]
    [InlineData("image", "image/jpeg", ",", "box")]
    [InlineData("video", "video/mp4", ",", "box")]
    [InlineData("document", "application/pdf", ""","filename":"a.pdf",""", "box")]
    [InlineData("audio", "audio/mpeg", "", "")]
    [InlineData("sticker", "image/webp", "", "")]
    public async Task Every_kind_of_file_is_shown_by_link_and_by_id(string kind, string type, string more, string caption)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);
        var uploaded = await program.UploadAsync(Jpeg, type);
        uploaded.Status.ShouldBe(HttpStatusCode.Created, uploaded.Words);
        var id = uploaded.Json!["media"]![0]!["id"]!.GetValue<string>();
        var rest = caption.Length == 0 ? "" : $"{more}\"caption\":\"{caption}\"";

        await TakenAsync(program, $$$"""{"to":"6281200000001","type":"{{{kind}}}","{{{kind}}}":{"link":"https://files.example/a"{{{rest}}}}}""");
        await TakenAsync(program, $$$"""{"to":"6281200000001","type":"{{{kind}}}","{{{kind}}}":{"id":"{{{id}}}"{{{rest}}}}}""");

        var shown = await ShownAsync(world, 2);
        shown.ShouldAllBe(message => message.Kind == kind);
        shown[0].Media.ShouldBe("https://files.example/a");
        shown[1].Media!.ShouldMatch(@"^\d+$");
        (await SentAsync(world, 2)).ShouldAllBe(file => ((string?)file["caption"] ?? "") == caption && (kind != "document" || (string?)file["filename"] == "a.pdf"));
    }

    [Theory]
    [InlineData("no variables", """ "name":"hello_world","language":{"policy":"deterministic","code":"en_US"}""", "Welcome and congratulations")]
    [InlineData("no variables, empty lists", """ "name":"order_confirmed","language":{"code":"en_US"},"components":[{"type":"header","parameters":[]},{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"#1042"}]}]""", "Thank you, Ana. We have your order #1042")]
    [InlineData("the language of old", """ "name":"greeting","language":{"policy":"fallback","code":"en"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]""", "Good morning Ana")]
    [InlineData("a header with an image", """ "name":"new_arrival","language":{"code":"en_US"},"components":[{"type":"header","parameters":[{"type":"image","image":{"link":"https://files.example/teapot.jpg"}}]},{"type":"body","parameters":[{"type":"text","text":"Teapot"}]}]""", "New in the shop: Teapot")]
    [InlineData("a button with a number as its index", """ "name":"order_update","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"#7"},{"type":"text","text":"Friday"}]},{"type":"button","sub_type":"url","index":0,"parameters":[{"type":"text","text":"t77"}]}]""", "Hello Ana, your order #7 is on its way")]
    public async Task Templates_as_programs_write_them_are_shown_filled_in(string what, string template, string words)
    {
        await using var world = await World.StartAsync(Engine.Sqlite, simulate: options => options.Seed.Portfolios[0].BusinessAccounts[0].Templates.Add(
            new SeedTemplate("594425479261700", "greeting", "en", "UTILITY", """[{"type":"BODY","text":"Good morning {{1}}, your order is ready.","example":{"body_text":[["Ana"]]}}]""")));
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        await TakenAsync(program, $$$"""{"to":"6281200000001","type":"template","template":{"namespace":"4f1c_aa_teahouse",{{{template}}}}}""");

        var shown = (await ShownAsync(world, 1))[0];
        shown.Text.ShouldContain(words, Case.Sensitive, what);
        (await SentAsync(world, 1))[0]["namespace"].ShouldBeNull();
        if (template.Contains("teapot.jpg", StringComparison.Ordinal))
        {
            shown.Media.ShouldBe("https://files.example/teapot.jpg");
        }
    }

    [Fact]
    public async Task The_image_of_a_templates_header_may_be_one_that_the_program_uploaded()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var id = (await program.UploadAsync(Jpeg, "image/jpeg")).Json!["media"]![0]!["id"]!.GetValue<string>();

        await TakenAsync(program, $$$$"""{"to":"6281200000001","type":"template","template":{"namespace":"x","name":"new_arrival","language":{"code":"en_US"},"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"{{{{id}}}}"}}]},{"type":"body","parameters":[{"type":"text","text":"Cups"}]}]}}""");

        (await ShownAsync(world, 1))[0].Media!.ShouldMatch(@"^\d+$");
    }

    [Fact]
    public async Task The_two_parameters_of_an_hsm_are_shown_in_their_places()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        await TakenAsync(program, """{"to":"6281200000001","type":"hsm","hsm":{"namespace":"4f1c_aa","element_name":"order_confirmed","language":{"policy":"deterministic","code":"en_US"},"localizable_params":[{"default":"Ana"},{"default":"#1042"}]}}""");

        (await ShownAsync(world, 1))[0].Text.ShouldStartWith("Thank you, Ana. We have your order #1042");
    }

    [Theory]
    [InlineData(1, """ "header":{"type":"text","text":"Order 77"},"footer":{"text":"Tea House"},""")]
    [InlineData(2, """ "header":{"type":"image","image":{"link":"https://files.example/box.jpg"}},""")]
    [InlineData(3, "")]
    public async Task One_to_three_reply_buttons_are_shown_with_the_header_and_footer_they_come_with(int count, string around)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);
        var buttons = string.Join(',', Enumerable.Range(1, count).Select(at => $$$"""{"type":"reply","reply":{"id":"b{{{at}}}","title":"Choice {{{at}}}"}}"""));

        await TakenAsync(program, $$$$"""{"to":"6281200000001","type":"interactive","interactive":{"type":"button",{{{{around}}}}"body":{"text":"Keep it?"},"action":{"buttons":[{{{{buttons}}}}]}}}""");

        var shown = (await ShownAsync(world, 1))[0];
        shown.Buttons.Select(button => (button.Id, button.Label)).ShouldBe(Enumerable.Range(1, count).Select(at => ($"b{at}", $"Choice {at}")));
        (shown.Header, shown.Footer, shown.Media).ShouldBe(count switch { 1 => ("Order 77", "Tea House", null), 2 => (null, null, "https://files.example/box.jpg"), _ => (null, null, null) });
    }

    [Fact]
    public async Task A_picture_and_then_a_list_with_and_without_descriptions_are_shown_in_that_order()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await WrittenToAsync(world, shop);

        await TakenAsync(program, """{"to":"6281200000001","type":"image","image":{"link":"https://files.example/menu.jpg"}}""");
        await TakenAsync(program, """{"to":"6281200000001","type":"interactive","interactive":{"type":"list","header":{"type":"text","text":"Teas"},"body":{"text":"Pick one"},"footer":{"text":"Tea House"},"action":{"button":"Menu","sections":[{"title":"Green","rows":[{"id":"g1","title":"Sencha","description":"fresh"},{"id":"g2","title":"Gyokuro"}]}]}}}""");

        var shown = await ShownAsync(world, 2);
        shown.Select(message => message.Kind).ShouldBe(["image", "interactive"]);
        shown[1].Rows.Select(row => (row.Id, row.Label, row.Description)).ShouldBe([("g1", "Sencha", "fresh"), ("g2", "Gyokuro", null)]);
        (shown[1].Header, shown[1].Footer).ShouldBe(("Teas", "Tea House"));
    }

    [Fact]
    public async Task A_message_that_the_program_marks_as_read_is_read_on_the_customers_phone_with_those_before_it()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var ana = world.Phone(Ana);
        foreach (var text in (string[])["Hello?", "Are you there?", "Please"])
        {
            await ana.WriteAsync(shop, text);
        }

        await Eventually.TrueAsync(async () => (await shop.Agent.ThreadAsync(ana)).Count == 3, "three messages in the inbox");
        var second = (await shop.Agent.ThreadAsync(ana)).Single(message => message.Text == "Are you there?").Id;

        (await program.PutAsync("v1/messages/" + OnPremisesIds.Incoming(second), """{"status":"read"}""")).Status.ShouldBe(HttpStatusCode.OK);

        await Eventually.TrueAsync(async () => (await StatesAsync(ana)).Count(state => state == "read") == 2, "two messages to be read");
        (await StatesAsync(ana))[2].ShouldNotBe("read");
    }

    private static async Task<List<string>> StatesAsync(Phone phone) => [.. (await phone.Simulated.ThreadAsync()).Messages.Where(message => message.FromPhone).Select(message => message.State)];

    /// <summary>A program that may answer, because the customer has written.</summary>
    private static async Task<OldProgram> WrittenToAsync(World world, Shop shop)
    {
        await world.Phone(Ana).WriteAsync(shop, "Hello");
        return await OldProgram.LoggedInAsync(world, shop);
    }

    private static async Task TakenAsync(OldProgram program, string body)
    {
        var answer = await program.MessageAsync(body);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Words);
    }

    /// <summary>The content as Meta got it, oldest first.</summary>
    private static async Task<List<JsonNode>> SentAsync(World world, int count)
    {
        await world.Phone(Ana).ReceivedAsync(count);
        return [.. (await world.Simulator.MessagesAsync(Ana)).Select(message => JsonNode.Parse(message.Summary)!)];
    }

    private static Task<List<PhoneThreadMessage>> ShownAsync(World world, int count) => Eventually.GetAsync(
        async () => (await world.Phone(Ana).Simulated.ThreadAsync()).Messages.Where(message => !message.FromPhone && message.State is "delivered" or "read" or "played").ToList() is { } all && all.Count >= count ? all : null,
        $"{count} messages on the phone");
}
