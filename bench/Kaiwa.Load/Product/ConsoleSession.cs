using System.Net.Http.Json;

namespace Kaiwa.Load.Product;

/// <summary>Somebody who has signed in to the console.</summary>
internal static class ConsoleSession
{
    /// <summary>A client with the cookie, and the cookie as <c>name=value</c>.</summary>
    public static async Task<(HttpClient Http, string Cookie)> SignInAsync(Credentials credentials, CancellationToken ct)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false }) { BaseAddress = credentials.ConsoleUrl };
        using var answer = await http.PostAsJsonAsync("/api/v1/session", new { email = credentials.Email, password = credentials.Password }, ct);
        answer.EnsureSuccessStatusCode();
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(text => text.StartsWith("kaiwa=", StringComparison.Ordinal)).Split(';')[0];
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        return (http, cookie);
    }
}
