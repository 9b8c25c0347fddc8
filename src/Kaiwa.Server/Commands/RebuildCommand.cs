using System.CommandLine;
using System.Globalization;
using Kaiwa.Core.Ingest;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

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
        await using var app = OfflineHost.Build(new ServerSettings { Data = parsed.GetValue(CommonOptions.Data), Database = parsed.GetValue(CommonOptions.Database) });
        OfflineHost.RefuseWhenBehind(app);
        await app.Services.GetRequiredService<NumberDirectory>().ReloadAsync(ct);
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
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rebuilt.Deliveries:N0} deliveries read again: {rebuilt.Messages:N0} messages and {rebuilt.Contacts:N0} contacts were missing and are back; states, identities and windows are as the deliveries say."));
        return 0;
    }
}
