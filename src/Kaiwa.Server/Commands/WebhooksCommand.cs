using System.CommandLine;
using System.Globalization;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Server.Commands;

/// <summary><c>kaiwa webhooks</c>: what the relay has and has not delivered, and delivers again. The running server does the work.</summary>
internal static class WebhooksCommand
{
    private static readonly Option<string?> Redeliver = new("--redeliver") { Description = "Deliver again to the webhook with this id; say what with --event, --dead or --from and --to. Without it the webhooks are listed." };
    private static readonly Option<string?> Event = new("--event") { Description = "One event, by its id." };
    private static readonly Option<string?> Dead = new("--dead") { Description = "One dead letter, by its id." };
    private static readonly Option<string?> From = new("--from") { Description = "All that was received from this time on, such as 2026-11-22T08:00Z." };
    private static readonly Option<string?> To = new("--to") { Description = "And before this one. Default: now." };

    public static Command Create()
    {
        var command = new Command("webhooks", "List the shop's webhooks with what waits and what was given up, or deliver events again.");
        Option[] options = [CommonOptions.Data, CommonOptions.Database, Redeliver, Event, Dead, From, To];
        Array.ForEach(options, command.Options.Add);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var app = await OfflineHost.OpenAsync(parsed, ct);
        var output = parsed.InvocationConfiguration.Output;
        var wish = parsed.GetValue(Redeliver);
        foreach (var workspace in await app.Services.GetRequiredService<WorkspaceStore>().AllAsync(ct))
        {
            var actor = Actor.System(workspace.Id, "kaiwa webhooks");
            var relay = app.Services.GetRequiredService<IWebhookRelay>();
            var webhooks = await relay.ListAsync(actor, ct);
            if (wish is null)
            {
                await ListAsync(output, workspace, webhooks);
            }
            else if (Id<RelaySubscription>.TryParse(wish, CultureInfo.InvariantCulture, out var id) && webhooks.Any(webhook => webhook.Id == id))
            {
                return await RedeliverAsync(output, (await relay.RedeliverAsync(actor, id, WhatOf(parsed, app.Services.GetRequiredService<TimeProvider>()), ct)).Problem?.Sentence());
            }
        }

        return wish is null ? 0 : await RedeliverAsync(output, $"There is no webhook {wish}. `kaiwa webhooks` lists them.");
    }

    private static Redelivery WhatOf(ParseResult parsed, TimeProvider time)
    {
        var from = TimeOf(parsed.GetValue(From), "--from");
        return new Redelivery { Event = parsed.GetValue(Event), DeadLetter = parsed.GetValue(Dead), From = from, To = TimeOf(parsed.GetValue(To), "--to") ?? (from is null ? null : time.GetUtcNow()) };
    }

    private static DateTimeOffset? TimeOf(string? text, string option) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw new CommandException($"{option} takes a time such as 2026-11-22T08:00Z, not {text}.");

    private static async Task<int> RedeliverAsync(TextWriter output, string? problem)
    {
        await output.WriteLineAsync(problem ?? "Noted: the running server delivers it again within seconds. `kaiwa webhooks` shows what waits.");
        return problem is null ? 0 : 1;
    }

    private static async Task ListAsync(TextWriter output, Workspace workspace, IReadOnlyList<WebhookView> webhooks)
    {
        await output.WriteLineAsync($"{workspace.Name}: {webhooks.Count} webhook(s)");
        foreach (var webhook in webhooks)
        {
            await output.WriteLineAsync($"  {webhook.Id}  {webhook.Name}  {webhook.Address}  {(webhook.Enabled ? "on" : "off")}  {webhook.Waiting} waiting, {webhook.Dead} dead");
            if (webhook.FailingSince is { } since)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"    takes nothing since {since:u}: {webhook.Problem?.Sentence()}"));
            }
        }
    }
}
