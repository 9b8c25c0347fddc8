using System.Net;
using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>With one token for several workspaces, nothing in a request may lead to somebody else's node, and no token crosses.</summary>
public sealed class GraphGuardTests
{
    [Theory]
    [InlineData("application/json", """{"pin":"123456","access_token":"kaiwa-key","appsecret_proof":"p"}""")]
    [InlineData("application/x-www-form-urlencoded", "pin=123456&access_token=kaiwa-key&access_token[0]=kaiwa-key&access.token=kaiwa-key")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"pin\"\r\n\r\n123456\r\n--b\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\nkaiwa-key\r\n--b--\r\n")]
    public async Task The_caller_s_token_does_not_reach_Meta(string type, string body)
    {
        using var given = await ReadAsync("?fields=id&access_token=kaiwa-key", type, body);
        var sent = given.Content is null ? "" : await given.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        given.Query.Value.ShouldBe("?fields=id");
        sent.ShouldNotContain("kaiwa-key");
        sent.ShouldContain("123456");
        given["pin"].ShouldBe("123456");
    }

    [Fact]
    public async Task A_list_given_piece_by_piece_is_seen_as_a_whole()
    {
        using var given = await ReadAsync("?hsm_ids[0]=1&hsm_ids[1]=2", "application/json", "{}");

        given["hsm_ids"].ShouldBe("1,2");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("pin=1")]
    [InlineData("""{"hsm_id":"1","hsm_id":"2"}""")]
    public async Task A_body_that_could_be_read_in_two_ways_is_refused(string body)
    {
        using var given = await ReadAsync("", "application/json", body);

        given.Problem.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("owner_business_info{id,name}")]
    [InlineData("phone_numbers.limit(5){id,display_phone_number},message_templates{name,status}")]
    [InlineData("analytics.start(1).end(2).granularity(DAY).phone_numbers([\"1\",\"2\"])")]
    [InlineData("id,health_status{entities{errors}}")]
    public void Fields_of_the_own_account_pass(string fields) => FieldGuard.Refusal(fields, name => name is "assigned_users" or "solutions").ShouldBeNull();

    [Theory]
    [InlineData("owner_business_info{owned_whatsapp_business_accounts{phone_numbers}}")]
    [InlineData("owner_business_info{adaccounts}")]
    [InlineData("phone_numbers{ owner_business { pages } }")]
    [InlineData("assigned_users")]
    [InlineData("phone_numbers{whatsapp_business_account{solutions}}")]
    [InlineData("name.as(id)")]
    [InlineData("name . as (id)")]
    [InlineData("phone_numbers.limit(1).as(data){id}")]
    [InlineData("analytics.phone_numbers(\")\").x({),owned_pages")]
    [InlineData("access_token")]
    public void Fields_that_lead_away_or_are_renamed_do_not(string fields) => FieldGuard.Refusal(fields, name => name is "assigned_users" or "solutions").ShouldNotBeNull();

    [Theory]
    [InlineData("GET", "message_qrdls/..%2F..%2F102290129340398")]
    [InlineData("GET", "message_qrdls/ABC%3Fids=102290129340398")]
    [InlineData("GET", "message_qrdls/ABC%23")]
    [InlineData("GET", "settings%0A")]
    [InlineData("GET", "settings/../../102290129340398/assigned_users")]
    [InlineData("POST", "?method=delete")]
    [InlineData("GET", "settings?ids=102290129340398")]
    [InlineData("GET", "settings?METHOD=delete")]
    public async Task A_path_or_parameter_that_leads_elsewhere_is_refused(string method, string rest)
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{world.KaiwaAddress}v23.0/{shop.Number.MetaId}{(rest.StartsWith('?') ? "" : "/")}{rest}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));

        using var answer = await program.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"code\":100");
    }

    [Fact]
    public async Task Ids_in_parameters_must_be_the_workspace_s_own_and_the_webhook_stays_with_Kaiwa()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);

        async Task<string> AskAsync(HttpMethod method, string path, string body)
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var answer = await program.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        (await AskAsync(HttpMethod.Post, $"/{shop.Number.Waba.MetaId}/flows", """{"name":"Copy","clone_flow_id":"4242"}""")).ShouldContain("'4242' does not exist");
        (await AskAsync(HttpMethod.Post, $"/{shop.Number.Waba.MetaId}/migrate_flows", """{"source_waba_id":"4243"}""")).ShouldContain("'4243' does not exist");
        (await AskAsync(HttpMethod.Delete, $"/{shop.Number.Waba.MetaId}/message_templates?name=x&hsm_ids=[\"4244\"]", "{}")).ShouldContain("'4244' does not exist");
        (await AskAsync(HttpMethod.Post, $"/{shop.Number.MetaId}", """{"webhook_configuration":{"override_callback_uri":"https://elsewhere.example"}}""")).ShouldContain("cut it off");
    }

    private static async Task<NodeCall> ReadAsync(string query, string type, string body)
    {
        var context = new DefaultHttpContext();
        var bytes = Encoding.UTF8.GetBytes(body);
        (context.Request.Method, context.Request.QueryString, context.Request.ContentType, context.Request.ContentLength, context.Request.Body) = ("POST", new QueryString(query), type, bytes.Length, new MemoryStream(bytes));
        return await NodeCall.ReadAsync(context);
    }
}
