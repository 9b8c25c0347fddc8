using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>A client that others made from a description that others wrote: it knows nothing of Kaiwa.</summary>
public sealed class IndependentClientTests
{
    [Fact]
    public async Task Every_operation_of_the_published_description_is_served_or_refused_as_documented()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        await OldProgram.OpenAsync(world, shop);
        var ana = world.Phone("6281200000001");
        await ana.WriteAsync(shop, "Hello");
        await shop.Agent.ConversationAsync(ana);
        var incoming = OnPremisesIds.Incoming((await shop.Agent.ThreadAsync(ana))[0].Id);

        var (exitCode, output) = await NodeClient.RunAsync(Environment(new Uri(world.KaiwaAddress, $"/onprem/{shop.Number.MetaId}/v1"), incoming), TestContext.Current.CancellationToken);

        System.Console.WriteLine(output); // seen when it passes, too
        exitCode.ShouldBe(0, output);
        output.ShouldContain("55 of 55 operations as they should be");
    }

    [Fact]
    public async Task The_independent_client_notices_a_server_that_answers_wrongly()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var wrong = builder.Build();
        wrong.MapFallback((HttpContext http) => http.Request.Path.Value!.EndsWith("/login", StringComparison.Ordinal)
            ? Results.Json(new { users = new[] { new { token = "t", expires_after = "2026-11-29T10:18:01Z" } } })
            : Results.Json(new { messages = Array.Empty<string>(), settings = new { application = new { } } }));
        await wrong.StartAsync();

        var (exitCode, output) = await NodeClient.RunAsync(Environment(new Uri(new Uri(wrong.Urls.First()), "/v1"), "ABEG"), TestContext.Current.CancellationToken);

        exitCode.ShouldBe(1, output);
        foreach (var operation in new[] { "LoginUser", "SendMessage", "UploadMedia", "CheckContact", "GetApplicationSettings", "CheckHealth", "GetAllGroups" })
        {
            output.ShouldContain($"WRONG  {operation}");
        }
    }

    private static Dictionary<string, string> Environment(Uri address, string incoming)
    {
        using var certificate = OwnAuthority.New();
        return new Dictionary<string, string>
        {
            ["BASE"] = address.ToString(),
            ["PASSWORD"] = OldProgram.Password,
            ["CUSTOMER"] = "6281200000001",
            ["INCOMING"] = incoming,
            ["HOOK"] = "https://shop.example/wa",
            ["CERTIFICATE"] = certificate.ExportCertificatePem(),
        };
    }
}
