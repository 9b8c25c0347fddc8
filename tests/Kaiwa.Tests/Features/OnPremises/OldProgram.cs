using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>A program written for the On-Premises API: it knows a base address, a user and a password.</summary>
internal sealed class OldProgram : IDisposable
{
    public const string Password = "Tea-House-77";
    private readonly HttpClient http;

    private OldProgram(World world, string path) => http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(world.KaiwaAddress, path) };

    public HttpClient Http => http;

    /// <summary>Logged in as the admin of the shop's number.</summary>
    public static async Task<OldProgram> LoggedInAsync(World world, Shop shop)
    {
        await OpenAsync(world, shop);
        var program = At(world, shop);
        (await program.LoginAsync(ProgramUsers.Admin, Password)).Status.ShouldBe(HttpStatusCode.OK);
        return program;
    }

    public static OldProgram At(World world, Shop shop) => new(world, $"/onprem/{shop.Number.MetaId}/");

    public static OldProgram At(World world, string path) => new(world, path);

    public static Task OpenAsync(World world, Shop shop) => world.Services.GetRequiredService<ProgramUsers>().OpenAsync(shop.Actor, shop.Number, Password, CancellationToken.None);

    public async Task<Answer> LoginAsync(string user, string password, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/users/login") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        var answer = await SendAsync(request);
        if (answer.Json?["users"]?[0]?["token"]?.GetValue<string>() is { } token)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return answer;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    public Task<Answer> PostAsync(string path, string json) => CallAsync(HttpMethod.Post, path, json);

    public Task<Answer> PutAsync(string path, string json) => CallAsync(HttpMethod.Put, path, json);

    public Task<Answer> PatchAsync(string path, string json) => CallAsync(HttpMethod.Patch, path, json);

    public Task<Answer> MessageAsync(string json) => PostAsync("v1/messages", json);

    public Task<Answer> TextAsync(string to, string text) => MessageAsync(new JsonObject { ["to"] = to, ["type"] = "text", ["text"] = new JsonObject { ["body"] = text } }.ToJsonString());

    public async Task<Answer> UploadAsync(byte[] bytes, string contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/media") { Content = content };
        return await SendAsync(request);
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer> CallAsync(HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return await SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Content.Headers.ContentType?.ToString());
    }

    public sealed record Answer(HttpStatusCode Status, byte[] Bytes, string? Type)
    {
        public JsonNode? Json => Type?.StartsWith("application/json", StringComparison.Ordinal) == true ? JsonNode.Parse(Bytes) : null;

        public string Words => Encoding.UTF8.GetString(Bytes);

        public int? Code => Json?["errors"]?[0]?["code"]?.GetValue<int>();

        public string? MessageId => Json?["messages"]?[0]?["id"]?.GetValue<string>();
    }
}
