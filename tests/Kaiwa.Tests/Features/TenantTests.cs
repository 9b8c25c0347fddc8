using System.Net;
using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Gateway.WebhookRelay;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Kaiwa.Features.Templates;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features;

/// <summary>Tenants cannot see each other: every endpoint of our API is walked with no key and with another tenant's key.</summary>
public sealed class TenantTests
{
    // Fits whatever an endpoint wants to read, so that it is the tenant that stops the call and not the shape.
    private const string AnyBody = """
        {"text":"x","templateId":"{template}","values":{},"variables":{},"status":"resolved","consent":"out","source":"x","at":"2030-01-01T00:00:00Z","name":"x","templateName":"hello_world","language":"en_US","permissions":"read","enabled":false,"event":"1","userId":null,"priority":"urgent"}
        """;

    [Theory, Engines]
    public async Task Every_endpoint_refuses_a_caller_without_a_key(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        using var nobody = new HttpClient { BaseAddress = world.KaiwaAddress };

        foreach (var call in Calls(world, [Guid.Empty.ToString("N")], Guid.Empty.ToString("N")))
        {
            using var answer = await SendAsync(nobody, call);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, call.ToString());
        }
    }

    [Theory, Engines]
    public async Task Every_endpoint_keeps_a_shops_things_from_another_shops_key(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await shop.AddCustomersAsync(3);
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "A secret of Ana");
        var conversation = await shop.Agent.ConversationAsync(ana);
        var broadcast = await shop.BroadcastAsync();
        var template = (await world.Services.GetRequiredService<ITemplates>().ListAsync(shop.Actor))[0].Id;
        var message = (await shop.Agent.ThreadAsync(ana))[0].Id;
        var webhook = (await world.Services.GetRequiredService<IWebhookRelay>().CreateAsync(shop.Actor, new WebhookChange { Name = "A secret receiver", Address = "https://8.8.8.8/hook", Enabled = false })).Value.Webhook.Id;
        _ = await world.Services.GetRequiredService<IWebhookRelay>().ChangeAsync(shop.Actor, webhook, new WebhookChange { Fields = ["messages"] });
        string[] ids = [await InvitationIdAsync(world, shop), .. await ColleagueAsync(world, shop), webhook.ToString(), shop.NumberId.ToString(), conversation.Id.ToString(), conversation.ContactId.ToString(), broadcast.ToString(), template.ToString(), message.ToString(), shop.Actor.Workspace.ToString(), await KeyIdAsync(world)];
        var before = await StateAsync(world);
        using var stranger = world.Program(await StrangersKeyAsync(world));

        foreach (var call in Calls(world, ids, template.ToString()))
        {
            using var answer = await SendAsync(stranger, call);
            var words = await answer.Content.ReadAsStringAsync();
            if (call.NamesSomething && words != "[]")
            {
                ((int)answer.StatusCode).ShouldBeInRange(400, 499, call.ToString());
            }

            words.ShouldNotContain("secret", Case.Insensitive, call.ToString());
            words.ShouldNotContain("628111111", Case.Insensitive, call.ToString());
            words.ShouldNotContain("Customer 1", Case.Insensitive, call.ToString());
        }

        (await StateAsync(world)).ShouldBe(before);
    }

    private static IEnumerable<Call> Calls(World world, string[] ids, string template)
    {
        var endpoints = world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal) == true)
            .Where(endpoint => !endpoint.RoutePattern.RawText!.EndsWith("/session", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith("/setup", StringComparison.Ordinal))
            .ToList();
        endpoints.Count.ShouldBeGreaterThan(25);
        return endpoints.SelectMany(
            endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods,
            (endpoint, method) => (Path: "/" + endpoint.RoutePattern.RawText!.Trim('/'), Method: method))
            .SelectMany(route => (route.Path.Contains('{', StringComparison.Ordinal) ? ids : [""]).Select(id => new Call(route.Method, Fill(route.Path, id), route.Path.Contains('{', StringComparison.Ordinal), template)));
    }

    private static string Fill(string path, string id) => System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", id, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, Call call)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path);
        if (call.Method is not ("GET" or "DELETE"))
        {
            request.Content = call.Path.EndsWith("/imports", StringComparison.Ordinal)
                ? new StringContent("phone\n", Encoding.UTF8, "text/csv")
                : new StringContent(AnyBody.Replace("{template}", call.Template, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        }

        return client.SendAsync(request);
    }

    private static async Task<string> StrangersKeyAsync(World world) => await world.Database.InTransactionAsync(async unit =>
    {
        var workspace = await world.Services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "The shop next door");
        return await world.Services.GetRequiredService<ApiKeys>().CreateAsync(unit, Actor.System(workspace, "test"), "stranger", Permissions.All);
    });

    private static async Task<string> InvitationIdAsync(World world, Shop shop) =>
        (await world.Services.GetRequiredService<IInvitations>().InviteAsync(shop.Actor, "secret@shop.example", Role.Agent)).Value.Id.ToString();

    /// <summary>The ids of a colleague, of their session and of their team.</summary>
    private static async Task<string[]> ColleagueAsync(World world, Shop shop)
    {
        var invitations = world.Services.GetRequiredService<IInvitations>();
        var link = (await invitations.InviteAsync(shop.Actor, "colleague.secret@shop.example", Role.Agent)).Value;
        var signedIn = (await invitations.AcceptAsync(link.Token, "A secret colleague", "blue kettle sings", "en")).Value.SignedIn!;
        var opened = await world.Services.GetRequiredService<ISessions>().OpenAsync(signedIn, "", "");
        var team = await world.Services.GetRequiredService<ITeams>().CreateAsync(shop.Actor, "A secret team", [new Id<User>(signedIn.Actor.Subject)]);
        return [signedIn.Actor.Subject.ToString("N"), opened.Actor.Session.ToString("N"), team.Value.ToString()];
    }

    private static async Task<string> KeyIdAsync(World world) =>
        (await world.Database.FirstAsync<Id<ApiKey>>("SELECT id FROM api_key ORDER BY id LIMIT 1 -- all workspaces: one test's database")).ToString();

    /// <summary>What a stranger could have changed.</summary>
    private static async Task<string> StateAsync(World world) => string.Join(
        '|',
        await world.Database.FirstAsync<string>("SELECT string_agg(CAST(status AS TEXT) || '/' || CAST(priority AS TEXT) || '/' || CAST(read_seq AS TEXT), ',') FROM conversation -- all workspaces: one test's database"),
        await world.Database.FirstAsync<long>("SELECT count(*) FROM message WHERE origin <> 3 -- all workspaces: one test's database"),
        await world.Database.FirstAsync<long>("SELECT count(*) FROM contact WHERE consent = 2 -- all workspaces: one test's database"),
        await world.Database.FirstAsync<long>("SELECT count(*) FROM api_key WHERE revoked_at IS NOT NULL -- all workspaces: one test's database"),
        await world.Database.FirstAsync<long>("SELECT (SELECT count(*) FROM member WHERE deactivated_at IS NULL) + (SELECT sum(role) FROM member) + (SELECT count(*) FROM team_member) + (SELECT 100 * count(*) FROM team WHERE name = 'A secret team') + (SELECT 10 * count(*) FROM session WHERE revoked_at IS NULL) + (SELECT count(*) FROM invitation WHERE revoked_at IS NOT NULL) -- all workspaces: one test's database"),
        await world.Database.FirstAsync<long>("SELECT count(*) FROM broadcast WHERE state IN (4, 6) -- all workspaces: one test's database"),
        await world.Database.FirstAsync<string>("SELECT string_agg(name || '/' || fields, ',') FROM relay_subscription -- all workspaces: one test's database"),
        await world.Database.FirstAsync<long>("SELECT (SELECT count(*) FROM relay_held) + (SELECT count(*) FROM relay_replay) -- all workspaces: one test's database"));

    private sealed record Call(string Method, string Path, bool NamesSomething, string Template)
    {
        public override string ToString() => $"{Method} {Path}";
    }
}
