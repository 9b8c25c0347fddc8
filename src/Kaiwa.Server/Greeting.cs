using Kaiwa.Features.People;

namespace Kaiwa.Server;

/// <summary>What the terminal says when the server is ready: where to go next.</summary>
internal static class Greeting
{
    public static async Task WriteAsync(KaiwaServer server, TextWriter output)
    {
        await output.WriteLineAsync($"Kaiwa is ready at {server.Origin}");
        if (server.Shop is { } shop)
        {
            await output.WriteLineAsync($"  Sign in    {shop.Email}  {shop.Password ?? "(the password of the first start; delete the data folder to begin anew)"}");
            await output.WriteLineAsync($"  Phones     {shop.SimulatorUrl}");
            await output.WriteLineAsync($"  Gateway    {server.Origin}/v23.0/{shop.PhoneNumberId}/messages  Bearer {shop.AccessToken}");
        }
        else if (await server.Services.GetRequiredService<IPeople>().SetupTokenAsync() is { } token)
        {
            await output.WriteLineAsync($"  Set up     {server.Origin}/setup?token={token}");
        }

        await output.WriteLineAsync("  Stop       Ctrl+C");
    }
}
