using System.Text.Json.Nodes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Features.Templates;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Templates;

public sealed class TemplatesTests
{
    private const string Hello = """{"id":"1","name":"hello_world","language":"en_US","status":"APPROVED","category":"UTILITY","components":[{"type":"BODY","text":"Welcome!"}]}""";
    private const string Sale = """
        {"id":"2","name":"sale","language":"ja","status":"APPROVED","category":"MARKETING","components":[
          {"type":"HEADER","format":"IMAGE","example":{"header_handle":["https://example.com/a.jpg"]}},
          {"type":"BODY","text":"{{1}}さん、{{2}}です","example":{"body_text":[["花子","セール"]]}},
          {"type":"FOOTER","text":"配信停止"},
          {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"停止"},{"type":"URL","text":"見る","url":"https://example.com/{{1}}","example":["https://example.com/x"]}]}]}
        """;

    private const string Named = """
        {"id":"3","name":"order","language":"en","status":"APPROVED","category":"UTILITY","parameter_format":"NAMED","components":[{"type":"BODY","text":"Hi {{first_name}}, order {{number}} is ready"}]}
        """;

    [Theory, Engines]
    public async Task Every_page_of_the_list_is_kept(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        Set(host, $"[{Hello}]", $"[{Sale},{Named}]");

        var report = (await host.Get<ITemplates>().SyncAsync(host.Shop.Actor)).Value;

        report.ShouldBe(new SyncReport(3, 3, 0));
        (await host.Get<ITemplates>().ListAsync(host.Shop.Actor)).Select(template => (template.Name, template.Language, template.Category, template.IsApproved))
            .ShouldBe([("hello_world", "en_US", Category.Utility, true), ("order", "en", Category.Utility, true), ("sale", "ja", Category.Marketing, true)]);
        (await host.Get<ITemplates>().ListAsync(host.Stranger.Actor)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task What_changed_changes_what_vanished_is_hidden_and_may_come_back_as_itself(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var templates = host.Get<ITemplates>();
        Set(host, $"[{Hello},{Sale}]");
        await templates.SyncAsync(host.Shop.Actor);
        var id = (await templates.FindAsync(host.Shop.Actor, "sale", "ja"))!.Id;

        Set(host, $"[{Hello.Replace("APPROVED", "PAUSED", StringComparison.Ordinal)}]");
        (await templates.SyncAsync(host.Shop.Actor)).Value.ShouldBe(new SyncReport(1, 1, 1));
        (await templates.ListAsync(host.Shop.Actor)).ShouldHaveSingleItem().Status.ShouldBe("PAUSED");
        (await templates.FindAsync(host.Shop.Actor, id))!.IsApproved.ShouldBeFalse();

        Set(host, $"[{Hello},{Sale}]");
        (await templates.SyncAsync(host.Shop.Actor)).Value.ShouldBe(new SyncReport(2, 2, 0));
        (await templates.SyncAsync(host.Shop.Actor)).Value.ShouldBe(new SyncReport(2, 0, 0));
        (await templates.FindAsync(host.Shop.Actor, "sale", "ja"))!.Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_template_is_filled_as_meta_wants_it()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var (templates, sale) = await Find(host, Sale, "sale", "ja");

        templates.Variables(sale).Select(field => (field.Key, field.Example)).ShouldBe([("header.media", "https://example.com/a.jpg"), ("1", "花子"), ("2", "セール"), ("button.1", "https://example.com/x")]);
        var content = JsonNode.Parse(templates.Fill(sale, Values(("header.media", "https://shop.example/sale.jpg"), ("1", "太郎\n様"), ("2", "冬のセール"), ("button.1", "winter"))).Value)!;

        content["type"]!.GetValue<string>().ShouldBe("template");
        var parts = content["template"]!["components"]!.AsArray();
        parts[0]!["parameters"]![0]!["image"]!["link"]!.GetValue<string>().ShouldBe("https://shop.example/sale.jpg");
        parts[1]!["parameters"]!.AsArray().Select(parameter => parameter!["text"]!.GetValue<string>()).ShouldBe(["太郎 様", "冬のセール"]);
        parts[2]!["sub_type"]!.GetValue<string>().ShouldBe("url");
        parts[2]!["parameters"]![0]!["text"]!.GetValue<string>().ShouldBe("winter");
    }

    [Fact]
    public async Task Named_values_keep_their_names()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var (templates, order) = await Find(host, Named, "order", "en");

        var content = JsonNode.Parse(templates.Fill(order, Values(("first_name", "Ana"), ("number", "17"))).Value)!;

        content["template"]!["components"]![0]!["parameters"]!.AsArray().Select(parameter => parameter!["parameter_name"]!.GetValue<string>()).ShouldBe(["first_name", "number"]);
    }

    [Fact]
    public async Task A_value_that_is_missing_too_long_or_no_address_is_refused_by_name()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var (templates, sale) = await Find(host, Sale, "sale", "ja");
        (string, string)[] good = [("header.media", "https://a.example/b.jpg"), ("1", "a"), ("2", "b"), ("button.1", "c")];

        templates.Fill(sale, Values([.. good, ("2", " ")])).Problem!.Sentence().ShouldContain("“2”");
        templates.Fill(sale, Values([.. good, ("1", new string('x', 1025))])).Problem!.Type.ShouldBe("template-value-too-long");
        templates.Fill(sale, Values([.. good, ("header.media", "javascript:alert(1)")])).Problem!.Type.ShouldBe("template-value-not-allowed");
    }

    [Fact]
    public async Task A_preview_shows_values_and_leaves_open_what_is_missing()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var (templates, sale) = await Find(host, Sale, "sale", "ja");

        var preview = (await templates.PreviewAsync(host.Shop.Actor, sale.Id, Values(("1", "花子")))).Value;

        preview.Body.ShouldBe("花子さん、{{2}}です");
        preview.Footer.ShouldBe("配信停止");
        preview.HeaderFormat.ShouldBe("IMAGE");
        preview.Buttons.ShouldBe(["停止", "見る"]);
        (await templates.PreviewAsync(host.Stranger.Actor, sale.Id, Values())).Problem!.Type.ShouldBe("template-unknown");
    }

    private static async Task<(ITemplates Templates, Template Template)> Find(FeaturesHost host, string node, string name, string language)
    {
        Set(host, $"[{node}]");
        var templates = host.Get<ITemplates>();
        await templates.SyncAsync(host.Shop.Actor);
        return (templates, (await templates.FindAsync(host.Shop.Actor, name, language))!);
    }

    private static void Set(FeaturesHost host, params string[] pages)
    {
        host.Meta.TemplatePages.Clear();
        host.Meta.TemplatePages.AddRange(pages);
    }

    private static Dictionary<string, string> Values(params (string Key, string Value)[] values)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            all[key] = value;
        }

        return all;
    }
}
