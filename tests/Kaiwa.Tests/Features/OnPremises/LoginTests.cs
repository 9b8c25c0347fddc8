using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>How programs get in.</summary>
public sealed class LoginTests
{
    [Theory, Engines]
    public async Task A_login_without_a_body_gives_a_token_and_the_date_in_the_wire_form(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await OldProgram.OpenAsync(world, shop);
        using var program = OldProgram.At(world, shop);

        var answer = await program.LoginAsync(ProgramUsers.Admin, OldProgram.Password);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var expires = answer.Json!["users"]![0]!["expires_after"]!.GetValue<string>();
        expires.ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00$");
        var at = DateTimeOffset.ParseExact(expires, "yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
        (at - world.Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromDays(6.99), TimeSpan.FromDays(7));
        answer.Json["meta"]!["version"]!.GetValue<string>().ShouldBe("v2.53.4");
        (await program.GetAsync("v1/health")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, Engines]
    public async Task A_wrong_password_is_401_and_an_expired_token_is_401_until_the_program_logs_in_again(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var ana = world.Phone("+62 812 0000 0001");

        var wrong = await program.LoginAsync(ProgramUsers.Admin, "not-the-password");
        wrong.Status.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Code.ShouldBe(1005);
        wrong.Json!["errors"]![0]!["title"]!.GetValue<string>().ShouldBe("Access denied");

        await world.AdvanceAsync(TimeSpan.FromDays(8));
        await ana.WriteAsync(shop, "Hello?");
        (await program.TextAsync(ana.Number, "Yes")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await program.LoginAsync(ProgramUsers.Admin, OldProgram.Password)).Status.ShouldBe(HttpStatusCode.OK);
        (await program.TextAsync(ana.Number, "Yes")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory, Engines]
    public async Task A_password_of_Kaiwas_making_must_be_changed_at_the_first_login(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var console = world.Program(shop.Key);
        var opened = await console.PostAsJsonAsync($"/api/v1/numbers/{shop.NumberId}/on-premises", new { });
        var given = (await opened.Content.ReadFromJsonAsync<JsonObject>())!;
        using var program = OldProgram.At(world, given["path"]!.GetValue<string>() + "/");
        var first = given["password"]!.GetValue<string>();

        var refused = await program.LoginAsync("admin", first);
        refused.Code.ShouldBe(1024);
        (await program.LoginAsync("admin", first, Body("""{"new_password":"short"}"""))).Code.ShouldBe(1009);
        (await program.LoginAsync("admin", first, Body("""{"new_password":"Quite-Another-8"}"""))).Status.ShouldBe(HttpStatusCode.OK);

        (await program.LoginAsync("admin", first)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await program.LoginAsync("admin", "Quite-Another-8", Body("{}"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, Engines]
    public async Task A_program_that_sends_its_own_password_as_the_new_one_every_time_keeps_working(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        for (var time = 0; time < 2; time++)
        {
            (await program.LoginAsync("admin", OldProgram.Password, Body($$"""{"new_password":"{{OldProgram.Password}}"}"""))).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await program.GetAsync("v1/health")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, Engines]
    public async Task Tokens_outlive_a_restart_and_end_with_a_logout(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);
        var token = program.Http.DefaultRequestHeaders.Authorization;
        await world.RestartKaiwaAsync();
        using var restarted = OldProgram.At(world, shop);
        restarted.Http.DefaultRequestHeaders.Authorization = token;

        (await restarted.GetAsync("v1/health")).Status.ShouldBe(HttpStatusCode.OK);
        (await restarted.PostAsync("v1/users/logout", "")).Status.ShouldBe(HttpStatusCode.OK);
        (await restarted.GetAsync("v1/health")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, Engines]
    public async Task The_admin_makes_users_who_may_send_but_not_administer(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var admin = await OldProgram.LoggedInAsync(world, shop);
        using var user = OldProgram.At(world, shop);

        (await admin.PostAsync("v1/users", """{"username":"shop1","password":"weak"}""")).Code.ShouldBe(1009);
        (await admin.PostAsync("v1/users", """{"username":"shop1","password":"Strong-Enough-1"}""")).Status.ShouldBe(HttpStatusCode.Created);
        var again = await admin.PostAsync("v1/users", """{"username":"shop1","password":"Strong-Enough-1"}""");
        (again.Status, again.Code).ShouldBe((HttpStatusCode.InternalServerError, 1014));
        (await admin.GetAsync("v1/users/shop1")).Json!["users"]![0]!["ROLES"]!.GetValue<string>().ShouldBe("ROLE_USER");

        (await user.LoginAsync("shop1", "Strong-Enough-1")).Status.ShouldBe(HttpStatusCode.OK);
        (await user.PostAsync("v1/contacts", """{"contacts":["+1 555 123 0000"]}""")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var refused in new[] { await user.PostAsync("v1/users", """{"username":"shop2","password":"Strong-Enough-1"}"""), await user.GetAsync("v1/settings/application"), await user.DeleteAsync("v1/users/admin"), await user.GetAsync("v1/users/admin") })
        {
            (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Forbidden, 1005));
        }

        (await user.PutAsync("v1/users/shop1", """{"password":"Even-Stronger-2"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await user.LoginAsync("shop1", "Even-Stronger-2")).Status.ShouldBe(HttpStatusCode.OK);
        (await admin.DeleteAsync("v1/users/shop1")).Status.ShouldBe(HttpStatusCode.OK);
        (await user.GetAsync("v1/health")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await admin.DeleteAsync("v1/users/admin")).Code.ShouldBe(1009);
    }

    [Theory, Engines]
    public async Task Passwords_and_tokens_are_not_in_the_database(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var program = await OldProgram.LoggedInAsync(world, shop);

        var hash = await world.Database.FirstAsync<string>("SELECT password_hash FROM onprem_user -- all workspaces: one test's database");

        hash!.ShouldNotContain(OldProgram.Password);
        (await world.Database.FirstAsync<byte[]>("SELECT hash FROM onprem_token -- all workspaces: one test's database"))!.Length.ShouldBe(32);
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_the_user_for_five_minutes()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        await OldProgram.OpenAsync(world, shop);
        using var program = OldProgram.At(world, shop);
        for (var time = 0; time < 10; time++)
        {
            (await program.LoginAsync("admin", "guess")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await program.LoginAsync("admin", OldProgram.Password)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        await world.AdvanceAsync(TimeSpan.FromMinutes(6));
        (await program.LoginAsync("admin", OldProgram.Password)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessing_at_many_users_from_one_address_is_stopped_after_thirty_wrong_logins()
    {
        await using var world = await World.StartAsync(Engine.Sqlite, settings => settings["Kaiwa:OnPremises:OtherCallsBurst"] = "1000");
        var shop = await world.OpenShopAsync();
        using var right = await OldProgram.LoggedInAsync(world, shop);
        using var guess = OldProgram.At(world, shop);

        for (var at = 0; at < 30; at++)
        {
            (await guess.LoginAsync($"user{at}", "Guess-work-1")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        var stopped = await guess.LoginAsync("user31", "Guess-work-1");
        (stopped.Status, stopped.Code).ShouldBe((HttpStatusCode.TooManyRequests, 1015));
        (await right.GetAsync("v1/health")).Status.ShouldBe(HttpStatusCode.OK, "who is logged in goes on");
    }

    [Fact]
    public async Task The_number_is_found_by_its_digits_and_by_the_default_and_slashes_do_not_matter()
    {
        await using var world = await World.StartAsync(Engine.Sqlite, settings => settings["Kaiwa:OnPremises:DefaultNumber"] = "106540352242922");
        var shop = await world.OpenShopAsync();
        await OldProgram.OpenAsync(world, shop);
        var digits = string.Concat(shop.Number.Display.Where(char.IsAsciiDigit));
        foreach (var path in new[] { $"/onprem/{digits}/", $"/onprem/{digits}//", "/" })
        {
            using var program = OldProgram.At(world, path);
            (await program.LoginAsync("admin", OldProgram.Password)).Status.ShouldBe(HttpStatusCode.OK, path);
            (await program.GetAsync("v1/health/")).Status.ShouldBe(HttpStatusCode.OK, path);
        }

        using var nowhere = OldProgram.At(world, "/onprem/1999/");
        (await nowhere.LoginAsync("admin", OldProgram.Password)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
