using System.Globalization;
using System.Text;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features.Audiences;

public sealed class AudiencesTests
{
    [Theory, Engines]
    public async Task A_file_becomes_contacts_with_consent_tags_and_facts(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);

        var report = await Import(host, "Phone,Name,opt_in,opt_in_source,tags,City\n+14155552671,Ana,yes,till,vip;coffee,Lisbon\n090-1111-2222,花子,no,,vip,\n+14155552672,Bob,,,,\n");

        (report.Rows, report.Added, report.Updated, report.ErrorCount, report.ConsentIn).ShouldBe((3, 3, 0, 0, 1));
        var rows = (await host.Get<IAudiences>().ListAsync(host.Shop.Actor, new ContactFilter())).Items.OrderBy(row => row.Phone, StringComparer.Ordinal).ToList();
        rows.Select(row => (row.Phone, row.Name, row.Consent)).ShouldBe([("+14155552671", "Ana", Consent.In), ("+14155552672", "Bob", Consent.Unknown), ("+819011112222", "花子", Consent.Out)]);
        rows[0].ConsentSource.ShouldBe("import:CSV: till");
        (await host.Get<IAudiences>().TagsAsync(host.Shop.Actor)).ShouldBe([new TagRow("coffee", 1), new TagRow("vip", 2)]);
        var members = await host.Get<IAudiences>().MembersAsync(host.Shop.Actor, new Audience.Import(report.Id), null, 10);
        members.Single(member => member.Phone == "14155552671").Attributes.ShouldBe("""{"City":"Lisbon"}""");
    }

    [Theory, Engines]
    public async Task The_same_file_twice_changes_nothing_more(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        const string Csv = "phone;name;opt_in\n+14155552671;Ana;yes\n+1 (415) 555-2671;Ana;yes\n+14155552672;Bob;yes\n";

        var first = await Import(host, Csv);
        var second = await Import(host, Csv);

        (first.Added, first.Updated, first.ConsentIn).ShouldBe((2, 1, 2));
        (second.Added, second.Updated, second.ConsentIn).ShouldBe((0, 3, 0));
        (await host.Get<IAudiences>().CountAsync(host.Shop.Actor)).ShouldBe(2);
    }

    [Theory, Engines]
    public async Task Rows_with_mistakes_are_left_out_and_named_by_line(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);

        var report = await Import(host, "phone,name,opt_in\n+14155552671,Ana,yes\nsoon,Bob,yes\n,Cyd,yes\n+14155552673,Dee,perhaps\n+14155552674,Eve,yes\n");

        (report.Rows, report.Added, report.ErrorCount).ShouldBe((5, 2, 3));
        report.Errors.Select(error => (error.Line, error.Column)).ShouldBe([(3, "phone"), (4, "phone"), (5, "opt_in")]);
        report.Errors[0].Sentence.ShouldBe("“soon” is not a phone number. Write it with its country code, such as +81 90 1234 5678.");
        (await host.Get<IAudiences>().ImportErrorsAsync(host.Shop.Actor, report.Id)).Select(error => error.Sentence).ShouldBe(report.Errors.Select(error => error.Sentence));
        (await host.Get<IAudiences>().ImportErrorsAsync(host.Stranger.Actor, report.Id)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task An_import_never_brings_back_somebody_who_said_no(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(new Webhook(From: "14155552671").Text("wamid.1", "STOP", 0));

        var report = await Import(host, "phone,opt_in\n+14155552671,yes\n+14155552672,yes\n", new ImportOptions { Declaration = "Signed up in the shop" });

        (report.ConsentIn, report.StayedOut).ShouldBe((1, 1));
        (await Consents(host)).ShouldBe([("+14155552671", Consent.Out, "word:STOP"), ("+14155552672", Consent.In, "import:CSV: opt_in")]);
    }

    [Theory, Engines]
    public async Task One_declaration_speaks_for_every_row_that_says_nothing_itself(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);

        var report = await Import(host, "phone,opt_in\n+14155552671,\n+14155552672,no\n", new ImportOptions { Name = "fair.csv", Declaration = "Ticked the box at the fair" });

        report.ConsentIn.ShouldBe(1);
        (await Consents(host)).ShouldBe([("+14155552671", Consent.In, "import:fair.csv: Ticked the box at the fair"), ("+14155552672", Consent.Out, "import:fair.csv: opt_in")]);
    }

    [Theory]
    [InlineData("", "csv-empty")]
    [InlineData("name,city\nAna,Lisbon\n", "csv-no-phone-column")]
    [InlineData("phone\n\u0001", null)]
    public async Task A_file_that_cannot_be_read_is_refused_in_words(string csv, string? expected)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);

        var answer = await host.Get<IAudiences>().ImportAsync(host.Shop.Actor, Stream(csv), new ImportOptions());

        answer.Problem?.Type.ShouldBe(expected);
    }

    [Fact]
    public async Task Garbled_names_and_unknown_countries_are_refused()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var shiftJis = new MemoryStream([.. "phone,name\n+14155552671,"u8, 0x89, 0xD4, 0x8E, 0x71, (byte)'\n']);

        (await host.Get<IAudiences>().ImportAsync(host.Shop.Actor, shiftJis, new ImportOptions())).Problem!.Type.ShouldBe("csv-not-utf8");
        (await host.Get<IAudiences>().ImportAsync(host.Shop.Actor, Stream("phone\n"), new ImportOptions { DefaultCountry = "XX" })).Problem!.Type.ShouldBe("country-unknown");
    }

    [Theory]
    [InlineData("+81 90-1111-2222", "+819011112222")]
    [InlineData("090-1111-2222", "+819011112222")]
    [InlineData("819011112222", "+819011112222")]
    [InlineData("6281234567890", "+6281234567890")]
    [InlineData("14155552671", "+14155552671")]
    [InlineData("+55 11 9 8765 4321", "+5511987654321")]
    [InlineData("551187654321", "+5511987654321")]
    [InlineData("０９０１１１１２２２２", "+819011112222")]
    public async Task Numbers_are_read_as_people_and_spreadsheets_write_them(string written, string expected)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);

        await Import(host, $"phone\n{written}\n");

        (await Consents(host)).ShouldHaveSingleItem().Phone.ShouldBe(expected);
    }

    [Theory, Engines]
    public async Task Long_files_are_taken_in_parts_and_tell_how_far_they_are(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var csv = new StringBuilder("phone,name,opt_in\n");
        for (var i = 0; i < 2500; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"+1415{5550000 + i},\"Customer, {i}\",yes\n");
        }

        var progress = new List<ImportProgress>();
        var report = await Import(host, csv.ToString(), new ImportOptions { Progress = new Noted(progress) });

        (report.Rows, report.Added, report.ConsentIn).ShouldBe((2500, 2500, 2500));
        progress.Select(part => part.Rows).ShouldBe([1000, 2000, 2500]);
        (await host.Get<IAudiences>().CountAsync(host.Shop.Actor)).ShouldBe(2500);
        (await host.Get<IAudiences>().ImportsAsync(host.Shop.Actor)).ShouldHaveSingleItem().FinishedAt.ShouldNotBeNull();
    }

    [Theory, Engines]
    public async Task Audiences_are_counted_with_the_reasons_why_some_are_left_out(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var audiences = host.Get<IAudiences>();
        var report = await Import(host, "phone,opt_in,tags\n+14155552671,yes,vip\n+14155552672,no,vip\n+14155552673,,vip\n+14155552674,yes,\n");

        var all = await audiences.CountAsync(host.Shop.Actor, new Audience.All());
        var vip = await audiences.CountAsync(host.Shop.Actor, new Audience.Tag("vip"));

        (all.Total, all.Reachable).ShouldBe((4, 2));
        (vip.Total, vip.Reachable).ShouldBe((3, 1));
        vip.Excluded.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)).ShouldBe([(Exclusion.ConsentUnknown, 1), (Exclusion.OptedOut, 1)]);
        (await audiences.CountAsync(host.Stranger.Actor, new Audience.All())).Total.ShouldBe(0);
        (await audiences.CountAsync(host.Stranger.Actor, new Audience.Import(report.Id))).Total.ShouldBe(0);
    }

    [Theory, Engines]
    public async Task Members_come_in_parts_each_once(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await Import(host, "phone\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $"+1415555267{i}\n")));
        var audiences = host.Get<IAudiences>();

        var phones = new List<string?>();
        Id<Contact>? after = null;
        while (await audiences.MembersAsync(host.Shop.Actor, new Audience.All(), after, 3) is { Count: > 0 } part)
        {
            phones.AddRange(part.Select(member => member.Phone));
            part.ShouldAllBe(member => member.Exclusion == Exclusion.ConsentUnknown && member.IdentityId != default);
            after = part[^1].ContactId;
        }

        phones.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 7).Select(i => $"1415555267{i}"));
    }

    [Theory]
    [InlineData("STOP", true)]
    [InlineData(" stop. ", true)]
    [InlineData("Unsubscribe", true)]
    [InlineData("配信停止", true)]
    [InlineData("停止。", true)]
    [InlineData("Ｓｔｏｐ", true)]
    [InlineData("baja", true)]
    [InlineData("please don't stop", false)]
    [InlineData("stop by tomorrow?", false)]
    [InlineData("", false)]
    public async Task Only_a_whole_message_that_means_stop_opts_out(string said, bool expected)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await Import(host, "phone,opt_in\n+819011112222,yes\n");

        await host.DeliverAsync(new Webhook().Text("wamid.1", said, 900));

        (await Consents(host)).ShouldHaveSingleItem().Consent.ShouldBe(expected ? Consent.Out : Consent.In);
    }

    [Theory, Engines]
    public async Task A_tapped_button_that_means_stop_opts_out(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await Import(host, "phone,opt_in\n+819011112222,yes\n");

        await host.DeliverAsync(new Webhook().Tap("wamid.1", "停止", 900));

        (await Consents(host)).ShouldHaveSingleItem().ShouldBe(("+819011112222", Consent.Out, "word:停止"));
    }

    [Theory, Engines]
    public async Task A_person_may_set_consent_with_a_source_but_not_another_shops(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await Import(host, "phone\n+14155552671\n");
        var audiences = host.Get<IAudiences>();
        var contact = (await audiences.ListAsync(host.Shop.Actor, new ContactFilter())).Items[0].Id;

        (await audiences.SetConsentAsync(host.Stranger.Actor, contact, Consent.In, "no business of theirs")).Problem!.Type.ShouldBe("contact-unknown");
        (await audiences.SetConsentAsync(host.Shop.Actor, contact, Consent.In, " ")).Problem!.Type.ShouldBe("consent-source-missing");
        (await audiences.SetConsentAsync(host.Shop.Actor, contact, Consent.In, "Asked on the phone")).Value.ShouldBeTrue();

        (await Consents(host)).ShouldBe([("+14155552671", Consent.In, "Asked on the phone")]);
    }

    [Theory, Engines]
    public async Task Contacts_are_filtered_and_searched(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await Import(host, "phone,name,opt_in,tags\n+14155552671,Ana_1,yes,vip\n+14155552672,Ana 2,no,\n");
        var audiences = host.Get<IAudiences>();
        async Task<IEnumerable<string?>> Names(ContactFilter filter) => (await audiences.ListAsync(host.Shop.Actor, filter)).Items.Select(row => row.Name);

        (await Names(new ContactFilter(Search: "ana_"))).ShouldBe(["Ana_1"]);
        (await Names(new ContactFilter(Search: "5552672"))).ShouldBe(["Ana 2"]);
        (await Names(new ContactFilter(Consent: Consent.In))).ShouldBe(["Ana_1"]);
        (await Names(new ContactFilter(Tag: "vip"))).ShouldBe(["Ana_1"]);
        var first = await audiences.ListAsync(host.Shop.Actor, new ContactFilter(Limit: 1));
        (await Names(new ContactFilter(Cursor: first.Next, Limit: 1))).ShouldBe(["Ana_1"]);
    }

    [Theory, Engines]
    public async Task Tags_and_facts_of_two_contacts_that_are_one_are_kept(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await Import(host, "phone,tags,City\n+819011112222,vip,Tokyo\n");
        await host.DeliverAsync(new Webhook(From: "", UserId: "JP.123").Text("wamid.1", "By user id", 0));

        await host.DeliverAsync(new Webhook(UserId: "JP.123").Text("wamid.2", "Both", 1));

        var member = (await host.Get<IAudiences>().MembersAsync(host.Shop.Actor, new Audience.Tag("vip"), null, 10)).ShouldHaveSingleItem();
        member.Attributes.ShouldBe("""{"City":"Tokyo"}""");
        (await host.Get<IAudiences>().CountAsync(host.Shop.Actor)).ShouldBe(1);
    }

    [Fact]
    public async Task A_file_is_posted_over_http()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var client = host.Client(await host.KeyAsync(Permissions.All));

        using var response = await client.PostAsync("/api/v1/contacts/imports?optIn=At%20the%20till&country=JP", new StringContent("phone,name\n090-1111-2222,花子\n", Encoding.UTF8, "text/csv"));

        response.EnsureSuccessStatusCode();
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"added\":1");
        (await Consents(host)).ShouldBe([("+819011112222", Consent.In, "import:CSV: At the till")]);
    }

    private static MemoryStream Stream(string csv) => new(Encoding.UTF8.GetBytes(csv));

    private static async Task<ImportReport> Import(FeaturesHost host, string csv, ImportOptions? options = null) =>
        (await host.Get<IAudiences>().ImportAsync(host.Shop.Actor, Stream(csv), options ?? new ImportOptions())).Value;

    private static async Task<IReadOnlyList<(string? Phone, Consent Consent, string? Source)>> Consents(FeaturesHost host) =>
        (await host.Get<IAudiences>().ListAsync(host.Shop.Actor, new ContactFilter())).Items.Select(row => (row.Phone, row.Consent, row.ConsentSource)).OrderBy(row => row.Phone, StringComparer.Ordinal).ToList();

    private sealed class Noted(List<ImportProgress> list) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => list.Add(value);
    }
}
