using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.People;

public sealed class PeopleTests
{
    private const string Password = "correct horse battery";
    private static readonly SetUp Aiko = new("Bakery", "Aiko@Example.com", Password, "Aiko", "ja", "Asia/Tokyo");

    [Theory, Engines]
    public async Task The_first_administrator_is_made_once_even_by_two_at_a_time(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var people = host.Get<IPeople>();
        (await people.NeedsSetupAsync()).ShouldBeTrue();

        var answers = await Task.WhenAll(people.SetUpAsync(Aiko), people.SetUpAsync(Aiko with { Email = "bob@example.com" }));

        answers.Count(answer => answer.IsOk).ShouldBe(1);
        answers.Single(answer => !answer.IsOk).Problem!.Type.ShouldBe("already-set-up");
        (await people.NeedsSetupAsync()).ShouldBeFalse();
        (await people.SetupTokenAsync()).ShouldBeNull();
        (await people.ListAsync(answers.Single(answer => answer.IsOk).Value)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("nobody", Password, "Aiko", "UTC", "email-invalid")]
    [InlineData("a@example.com", "short", "Aiko", "UTC", "password-too-short")]
    [InlineData("a@example.com", Password, " ", "UTC", "name-missing")]
    [InlineData("a@example.com", Password, "Aiko", "Mars/Olympus", "time-zone-unknown")]
    public async Task Set_up_says_what_is_wrong(string email, string password, string name, string timeZone, string expected)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);

        var answer = await host.Get<IPeople>().SetUpAsync(new SetUp("Bakery", email, password, name, "en", timeZone));

        answer.Problem!.Type.ShouldBe(expected);
    }

    [Fact]
    public async Task Set_up_over_http_needs_the_printed_token()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var client = host.Client();
        var token = await host.Get<IPeople>().SetupTokenAsync();
        object Body(string? text) => new { token = text, workspaceName = "Bakery", email = "a@example.com", password = Password, name = "Aiko" };

        (await client.PostAsJsonAsync("/api/v1/setup", Body("guess"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostAsJsonAsync("/api/v1/setup", Body(token))).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await client.GetFromJsonAsync<JsonNode>("/api/v1/session"))!["name"]!.GetValue<string>().ShouldBe("Aiko");
    }

    [Theory, Engines]
    public async Task Signing_in_opens_the_api_and_signing_out_closes_it(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.Get<IPeople>().SetUpAsync(Aiko);
        using var client = host.Client();

        var signedIn = await client.PostAsJsonAsync("/api/v1/session", new { email = "AIKO@example.com ", password = Password });

        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        (await client.GetAsync("/api/v1/conversations")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.DeleteAsync("/api/v1/session")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/api/v1/conversations")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Trying_one_password_on_everybody_ends_after_thirty()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var client = host.Client();
        async Task<HttpStatusCode> TryAsync(int person) =>
            (await client.PostAsJsonAsync("/api/v1/session", new { email = $"person{person}@example.com", password = "Summer2026!" })).StatusCode;

        for (var person = 1; person <= 30; person++)
        {
            (await TryAsync(person)).ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await TryAsync(31)).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory, Engines]
    public async Task Five_wrong_passwords_lock_the_address_for_a_while(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var people = host.Get<IPeople>();
        await people.SetUpAsync(Aiko);

        for (var i = 0; i < 5; i++)
        {
            (await people.SignInAsync("aiko@example.com", "wrong password")).Problem!.Type.ShouldBe("sign-in-failed");
        }

        var locked = await people.SignInAsync("aiko@example.com", Password);
        locked.Problem!.Type.ShouldBe("sign-in-locked");
        locked.Problem.Sentence().ShouldContain("15 minutes");
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        (await people.SignInAsync("aiko@example.com", Password)).Value.Actor.Name.ShouldBe("Aiko");
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_refused_in_the_same_words()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);

        (await host.Get<IPeople>().SignInAsync("nobody@example.com", Password)).Problem!.Type.ShouldBe("sign-in-failed");
    }

    [Fact]
    public async Task Strangers_get_401_keys_without_the_permission_403_both_in_words()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var nobody = host.Client();
        using var unknown = host.Client("kaiwa_" + new string('x', 43));
        using var reader = host.Client(await host.KeyAsync(Permissions.Read));
        using var admin = host.Client(await host.KeyAsync(Permissions.All));

        await ShouldBeRefused(await nobody.GetAsync("/api/v1/contacts"), HttpStatusCode.Unauthorized, "not-signed-in");
        await ShouldBeRefused(await unknown.GetAsync("/api/v1/contacts"), HttpStatusCode.Unauthorized, "key-unknown");
        await ShouldBeRefused(await reader.GetAsync("/api/v1/keys"), HttpStatusCode.Forbidden, "not-allowed");
        await ShouldBeRefused(await reader.PostAsync("/api/v1/contacts/imports", new StringContent("phone\n", System.Text.Encoding.UTF8, "text/csv")), HttpStatusCode.Forbidden, "not-allowed");
        (await reader.GetAsync("/api/v1/contacts")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.GetAsync("/api/v1/keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"consent":"in","source":null}""")]
    [InlineData("""{"consent":"perhaps","source":"x"}""")]
    [InlineData("{")]
    public async Task A_request_that_cannot_be_read_is_refused_in_words(string json)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        using var client = host.Client(await host.KeyAsync(Permissions.All));

        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        await ShouldBeRefused(await client.PostAsync($"/api/v1/contacts/{Guid.NewGuid()}/consent", body), HttpStatusCode.BadRequest, "request-unreadable");
    }

    [Fact]
    public async Task Every_endpoint_of_the_api_asks_who_is_there()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        string[] open = ["/api/v1/setup", "/api/v1/session"];

        var endpoints = host.Get<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true)
            .ToList();

        endpoints.Count.ShouldBeGreaterThan(20);
        endpoints.Where(endpoint => !open.Contains(endpoint.RoutePattern.RawText) && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is null
                && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.AuthorizationPolicy>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_is_shown_once_works_and_dies_when_revoked()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var people = host.Get<IPeople>();
        var key = (await people.CreateKeyAsync(host.Shop.Actor, "till", Permissions.Read, null)).Value.Text;
        using var client = host.Client(key);
        (await client.GetAsync("/api/v1/contacts")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await people.RevokeKeyAsync(host.Shop.Actor, (await people.KeysAsync(host.Shop.Actor)).Single().Id);

        (await client.GetAsync("/api/v1/contacts")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await people.CreateKeyAsync(host.Shop.Actor with { Permissions = Permissions.Read }, "more", Permissions.All, null)).Problem!.Type.ShouldBe("not-allowed");
    }

    [Theory, Engines]
    public async Task The_keys_of_cookies_lie_sealed_in_the_database(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.Get<IPeople>().SetUpAsync(Aiko);
        using var client = host.Client();
        await client.PostAsJsonAsync("/api/v1/session", new { email = "aiko@example.com", password = Password });

        var stored = await host.Database.QueryAsync<string>("SELECT xml FROM cookie_key");

        stored.ShouldHaveSingleItem().ShouldNotContain("masterKey");
    }

    [Theory]
    [InlineData("/inbox?status=open", "/inbox?status=open")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData(null, "/")]
    public void Signing_in_leads_nowhere_but_here(string? asked, string expected) => AccountPages.Local(asked).ShouldBe(expected);

    [Fact]
    public void An_actor_survives_its_claims()
    {
        var actor = new Actor(Id<Workspace>.New(TimeProvider.System), ActorKind.User, "Aiko", Permissions.Read | Permissions.Send) { Subject = Guid.NewGuid() };

        var principal = ActorClaims.ToPrincipal(actor, "ja");

        ActorClaims.From(principal).ShouldBe(actor);
        ActorClaims.Language(principal).ShouldBe("ja");
        ActorClaims.From(new System.Security.Claims.ClaimsPrincipal()).ShouldBeNull();
    }

    private static async Task ShouldBeRefused(HttpResponseMessage response, HttpStatusCode status, string type)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>();
        problem!["type"]!.GetValue<string>().ShouldEndWith("/" + type);
        problem["detail"]!.GetValue<string>().ShouldEndWith(".");
    }
}
