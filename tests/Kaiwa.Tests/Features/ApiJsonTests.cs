using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features;

public sealed class ApiJsonTests
{
    [Fact]
    public async Task A_status_that_is_no_word_is_refused_and_hides_no_conversation()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.WriteAsync("819011112222", "wamid.1");
        var id = await host.ConversationAsync("+819011112222");
        using var client = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));

        (await SendAsync(client, HttpMethod.Patch, $"/api/v1/conversations/{id}", """{"status":99}""")).ShouldBe((HttpStatusCode.BadRequest, "request-unreadable"));
        (await SendAsync(client, HttpMethod.Post, "/api/v1/conversations/restore", $$"""{"states":[{"id":"{{id}}","status":99,"priority":77}]}""")).ShouldBe((HttpStatusCode.BadRequest, "request-unreadable"));

        (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations?status=open"))!["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Lists_with_gaps_are_refused_and_one_conversation_named_twice_is_one()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.WriteAsync("819011112222", "wamid.1");
        var id = await host.ConversationAsync("+819011112222");
        using var client = host.Client(await host.KeyAsync(Permissions.All));

        (await SendAsync(client, HttpMethod.Put, "/api/v1/assignment", """{"rules":[null]}""")).ShouldBe((HttpStatusCode.BadRequest, "request-unreadable"));
        (await SendAsync(client, HttpMethod.Post, "/api/v1/conversations/restore", """{"states":[null]}""")).ShouldBe((HttpStatusCode.BadRequest, "request-unreadable"));
        (await SendAsync(client, HttpMethod.Put, "/api/v1/hours", """{"week":[null],"holidays":[],"away":{"isOn":false,"text":""},"welcome":{"isOn":false,"text":""}}""")).ShouldBe((HttpStatusCode.BadRequest, "request-unreadable"));
        (await SendAsync(client, HttpMethod.Post, "/api/v1/conversations/restore", $$"""{"states":[{"id":"{{id}}","priority":"high"},{"id":"{{id}}","priority":"high"}]}""")).ShouldBe((HttpStatusCode.NoContent, null));

        (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations"))!["items"]![0]!["priority"]!.GetValue<string>().ShouldBe("high");
    }

    private static async Task<(HttpStatusCode Status, string? Problem)> SendAsync(HttpClient client, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body)!["type"]!.GetValue<string>().Split('/')[^1]);
    }
}
