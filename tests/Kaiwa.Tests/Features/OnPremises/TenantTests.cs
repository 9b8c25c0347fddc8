using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>Every call of the list is walked without a token, with a wrong one, with another number's, and with another shop's key.</summary>
public sealed class TenantTests
{
    [Theory, Engines]
    public async Task Every_call_refuses_a_wrong_token_and_another_numbers_token(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var own = await OldProgram.LoggedInAsync(world, shop);
        var file = (await own.UploadAsync("a secret"u8.ToArray(), "text/plain")).Json!["media"]![0]!["id"]!.GetValue<string>();
        var (other, otherToken) = await OtherNumberAsync(world);
        using (other)
        {
            var ownToken = own.Http.DefaultRequestHeaders.Authorization!.Parameter!;
            var key = await StrangersKeyAsync(world);
            string?[] wrong = [null, "Bearer wrong", "Bearer " + otherToken, "Bearer " + key, "Apikey " + key, "Apikey " + ownToken, "Basic " + Convert.ToBase64String("admin:secret"u8)];
            foreach (var route in Calls(world))
            {
                foreach (var header in wrong)
                {
                    var answer = await CallAsync(world, $"/onprem/{shop.Number.MetaId}/v1/", route, file, request => request.Headers.TryAddWithoutValidation("Authorization", header));
                    answer.Status.ShouldBe(HttpStatusCode.Unauthorized, $"{route.Name} with {header}");
                    answer.Words.ShouldNotContain("a secret");
                    answer.Words.ShouldContain("\"code\":1005");
                }
            }

            // The other way about: the other number's own user does not see this number's file.
            (await other.GetAsync("v1/media/" + file)).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Theory, Engines]
    public async Task Every_call_of_360dialogs_flavour_refuses_a_wrong_key_and_another_shops_key(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        using var own = await OldProgram.LoggedInAsync(world, shop);
        var token = own.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        var stranger = await StrangersKeyAsync(world);
        foreach (var route in Calls(world).Concat(world.Services.GetRequiredService<Routes>().Only360))
        {
            foreach (var key in new[] { null, "wrong", stranger, token })
            {
                var answer = await CallAsync(world, $"/360/{shop.Number.MetaId}/v1/", route, "x", request => request.Headers.TryAddWithoutValidation("D360-API-KEY", key));
                answer.Status.ShouldBe(HttpStatusCode.Unauthorized, $"{route.Name} with {key}");
            }
        }
    }

    [Fact]
    public async Task A_user_without_the_admins_role_reaches_no_call_of_the_admin()
    {
        await using var world = await World.StartAsync(Engine.Sqlite, settings => settings["Kaiwa:OnPremises:OtherCallsBurst"] = "1000");
        var shop = await world.OpenShopAsync();
        using var admin = await OldProgram.LoggedInAsync(world, shop);
        await admin.PostAsync("v1/users", """{"username":"user","password":"Strong-Enough-1"}""");
        using var user = OldProgram.At(world, shop);
        await user.LoginAsync("user", "Strong-Enough-1");
        var token = user.Http.DefaultRequestHeaders.Authorization!;

        foreach (var route in Calls(world).Where(route => route.Role is Role.Admin or Role.Settings))
        {
            var answer = await CallAsync(world, $"/onprem/{shop.Number.MetaId}/v1/", route, "x", request => request.Headers.Authorization = token);
            answer.Status.ShouldBe(HttpStatusCode.Forbidden, route.Name);
        }
    }

    private static IReadOnlyList<Route> Calls(World world)
    {
        var routes = world.Services.GetRequiredService<Routes>().All;
        routes.Count.ShouldBeGreaterThan(50);
        return routes;
    }

    private static async Task<(HttpStatusCode Status, string Words)> CallAsync(World world, string prefix, Route route, string name, Action<HttpRequestMessage> sign)
    {
        using var client = new HttpClient { BaseAddress = world.KaiwaAddress };
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), prefix + string.Join('/', route.Path.Select(part => part == "*" ? name : part)));
        sign(request);
        if (route.Method is not ("GET" or "DELETE"))
        {
            request.Content = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A second number in the same world, with its admin logged in.</summary>
    private static async Task<(OldProgram Program, string Token)> OtherNumberAsync(World world)
    {
        var services = world.Services;
        var numbers = services.GetRequiredService<Kaiwa.Core.Numbers.NumberStore>();
        var workspace = default(Id<Workspace>);
        await world.Database.InTransactionAsync(async unit =>
        {
            workspace = await services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "The shop next door");
            var app = await numbers.AddAppAsync(unit, "next-door", "1", "s", "v");
            var portfolio = await numbers.AddPortfolioAsync(unit, "77", "Next door", 1000);
            var waba = await numbers.AddWabaAsync(unit, workspace, portfolio, app, "78", "Next door");
            await numbers.AddNumberAsync(unit, workspace, waba, new Kaiwa.Core.Numbers.NewNumber("79", "+1 555 010 0777", "Next door", 10, world.MetaAddress, "token"));
        });
        var directory = services.GetRequiredService<Kaiwa.Core.Numbers.NumberDirectory>();
        await directory.ReloadAsync();
        await services.GetRequiredService<ProgramUsers>().OpenAsync(Actor.System(workspace, "test"), directory.FindByMetaId("79")!, OldProgram.Password, CancellationToken.None);
        var program = OldProgram.At(world, "/onprem/79/");
        await program.LoginAsync("admin", OldProgram.Password);
        return (program, program.Http.DefaultRequestHeaders.Authorization!.Parameter!);
    }

    private static async Task<string> StrangersKeyAsync(World world) => await world.Database.InTransactionAsync(async unit =>
    {
        var workspace = await world.Services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "A stranger's shop");
        return await world.Services.GetRequiredService<ApiKeys>().CreateAsync(unit, Actor.System(workspace, "test"), "stranger", Permissions.All);
    });
}
