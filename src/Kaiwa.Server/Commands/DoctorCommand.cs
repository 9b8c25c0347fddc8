using System.CommandLine;
using Kaiwa.Core.Media;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Templates;
using Kaiwa.WhatsApp.Cloud;
using Microsoft.Extensions.Options;

namespace Kaiwa.Server.Commands;

/// <summary><c>kaiwa doctor</c>: looks at everything that can be wrong and says what to do. Exit 1 when something is.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check configuration, database, clock, numbers, tokens and templates.");
        command.Options.Add(CommonOptions.Data);
        command.Options.Add(CommonOptions.Database);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var app = OfflineHost.Build(parsed);
        var examination = new DoctorExamination(app.Services, parsed.InvocationConfiguration.Output);
        await examination.RunAsync(ct);
        return examination.Complaints == 0 ? 0 : 1;
    }

    private sealed class DoctorExamination(IServiceProvider services, TextWriter output)
    {
        private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

        public int Complaints { get; private set; }

        public async Task RunAsync(CancellationToken ct)
        {
            var settings = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            await GoodAsync($"Configuration is valid; data folder {settings.DataFolder}");
            if (!await DatabaseAsync())
            {
                return;
            }

            await services.GetRequiredService<NumberDirectory>().ReloadAsync(ct);
            await PeopleAsync(ct);
            await VoiceAsync();
            var numbers = services.GetRequiredService<NumberDirectory>();
            if (numbers.Numbers.Count == 0)
            {
                await BadAsync("No phone number is connected. Connect one, or look around with `kaiwa serve --demo`.");
            }

            foreach (var number in numbers.Numbers)
            {
                await NumberAsync(number, ct);
            }
        }

        private async Task<bool> DatabaseAsync()
        {
            var pending = services.GetRequiredService<Migrator>().Pending();
            if (pending.Count > 0)
            {
                await BadAsync($"The database lacks {pending.Count} migration(s), from {pending[0]}. Run `kaiwa migrate`.");
                return false;
            }

            await GoodAsync($"Database answers and is up to date ({services.GetRequiredService<Database>().Dialect.Engine})");
            return true;
        }

        private async Task PeopleAsync(CancellationToken ct)
        {
            if (await services.GetRequiredService<IPeople>().NeedsSetupAsync(ct))
            {
                await BadAsync("There is no administrator. Start the server and open the set-up address that it prints.");
            }
            else
            {
                await GoodAsync("There is an administrator");
            }
        }

        private Task VoiceAsync() => services.GetRequiredService<VoiceEncoder>().IsThere
            ? GoodAsync("Voice notes can be made (ffmpeg is there)")
            : BadAsync("ffmpeg is missing, so agents cannot record voice notes. Install it (`apt install ffmpeg`), or set Kaiwa:Media:Ffmpeg to where it is.");

        private async Task NumberAsync(Number number, CancellationToken ct)
        {
            var access = new CloudApiAccess(number.BaseAddress, number.Token);
            var answer = await services.GetRequiredService<CloudApiClient>().GetPhoneNumberAsync(access, number.MetaId, null, ct);
            if (answer.Succeeded)
            {
                await GoodAsync($"{number.Display}: Meta answers, status {answer.Value.Status ?? "unknown"}, quality {answer.Value.QualityRating ?? "unknown"}");
            }
            else
            {
                await BadAsync($"{number.Display}: Meta refuses ({answer.Error.Code}): {answer.Error.Message} Check the token and that the server can reach {number.BaseAddress}.");
            }

            await ClockAsync(number, ct);
            if (number.Restricted is { } restricted)
            {
                await BadAsync($"{number.Display} may not send: {restricted}. Mend it in WhatsApp Manager.");
            }

            if (number.Alarm is { } alarm)
            {
                await BadAsync($"{number.Display} has an alarm: {alarm}");
            }

            await TemplatesAsync(number, ct);
        }

        private async Task ClockAsync(Number number, CancellationToken ct)
        {
            try
            {
                using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
                using var answer = await http.GetAsync(number.BaseAddress, ct);
                var skew = answer.Headers.Date is { } date ? (services.GetRequiredService<TimeProvider>().GetUtcNow() - date).Duration() : TimeSpan.Zero;
                await (skew > MostSkew ? BadAsync($"This machine's clock is {skew.TotalSeconds:0} s off Meta's. Set it by NTP.") : GoodAsync("Clock agrees with Meta's"));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                await BadAsync($"{number.BaseAddress} cannot be reached: {e.Message} Check network and firewall.");
            }
        }

        private async Task TemplatesAsync(Number number, CancellationToken ct)
        {
            var templates = (await services.GetRequiredService<ITemplates>().ListAsync(Actor.System(number.Workspace.Id, "doctor"), ct)).Where(template => template.WabaId == number.Waba.Id).ToList();
            var approved = templates.Count(template => template.IsApproved);
            await (approved == 0
                ? BadAsync($"{number.Display}: no approved template is known. Synchronise the templates, or submit one.")
                : GoodAsync($"{number.Display}: {approved} of {templates.Count} templates are approved"));
        }

        private Task GoodAsync(string sentence) => output.WriteLineAsync("  ok    " + sentence);

        private Task BadAsync(string sentence)
        {
            Complaints++;
            return output.WriteLineAsync("  FAIL  " + sentence);
        }
    }
}
