using System.CommandLine;
using System.Globalization;
using Kaiwa.Core.Ingest;

namespace Kaiwa.Server.Commands;

/// <summary><c>kaiwa rebuild</c>: puts back what is missing from the deliveries that WhatsApp once made.</summary>
internal static class RebuildCommand
{
    private const int LineEvery = 50_000;

    public static Command Create()
    {
        var command = new Command("rebuild", "Put back, from the stored deliveries, what is missing: inbound messages, states, identities, windows. Changes nothing that is there.");
        command.Options.Add(CommonOptions.Data);
        command.Options.Add(CommonOptions.Database);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var app = await OfflineHost.OpenAsync(parsed, ct);
        var output = parsed.InvocationConfiguration.Output;
        var shown = 0L;
        var rebuilt = await app.Services.GetRequiredService<IRebuild>().RunAsync(
            now =>
            {
                if (now.Deliveries - shown >= LineEvery)
                {
                    shown = now.Deliveries;
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {now.Deliveries:N0} deliveries read again, {now.Messages:N0} messages put back"));
                }
            },
            ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Deliveries read again: {rebuilt.Deliveries:N0}. Missing and put back: messages {rebuilt.Messages:N0}, contacts {rebuilt.Contacts:N0}. States, identities and windows are as the deliveries say."));
        return 0;
    }
}
