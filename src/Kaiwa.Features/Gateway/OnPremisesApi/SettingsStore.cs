using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>What programs have set for a number. Passwords of media providers and headers of callbacks are sealed.</summary>
internal sealed class SettingsStore(Database database, Sealer sealer, Callbacks callbacks)
{
    private const string Select = """
        SELECT application, webhook_headers, providers, webhook_ca, external_ca, shards FROM onprem_settings WHERE workspace_id = @workspace AND number_id = @number
        """;

    private const string Insert = """
        INSERT INTO onprem_settings (number_id, workspace_id, application) VALUES (@number, @workspace, '{}') ON CONFLICT (number_id) DO NOTHING
        """;

    private const string Update = """
        UPDATE onprem_settings SET application = @application, webhook_headers = @headers, providers = @providers, webhook_ca = @webhookCa, external_ca = @externalCa, shards = @shards
        WHERE workspace_id = @workspace AND number_id = @number
        """;

    public async Task<NumberSettings> ReadAsync(Number number, CancellationToken ct) => Open(await database.FirstAsync<Row>(Select, Key(number), ct));

    /// <summary>Reads, changes and writes in one transaction. The change must bear being made twice. The shape goes with an address for callbacks.</summary>
    public Task<NumberSettings> ChangeAsync(Number number, Func<NumberSettings, NumberSettings> change, CancellationToken ct, RelayShape? shape = null) => database.InTransactionAsync(
        async unit =>
        {
            await unit.ExecuteAsync(Insert, Key(number));
            var settings = change(Open(await unit.FirstAsync<Row>(Select, Key(number))));
            await unit.ExecuteAsync(Update, new
            {
                workspace = number.Workspace.Id,
                number = number.Id,
                application = settings.Application.ToJsonString(),
                headers = settings.WebhookHeaders is { } headers ? sealer.Seal(headers.ToJsonString()) : null,
                providers = settings.Providers.Count == 0 ? null : sealer.Seal(settings.Providers.ToJsonString()),
                webhookCa = settings.WebhookCa,
                externalCa = settings.ExternalCa,
                shards = settings.Shards,
            });
            await callbacks.FollowAsync(unit, number, settings, shape);
            return settings;
        },
        WritePriority.Live,
        ct);

    private static object Key(Number number) => new { workspace = number.Workspace.Id, number = number.Id };

    private NumberSettings Open(Row? row) => row is null ? new NumberSettings() : new NumberSettings
    {
        Application = (JsonObject)JsonNode.Parse(row.Application)!,
        WebhookHeaders = row.WebhookHeaders is { } headers ? (JsonObject)JsonNode.Parse(sealer.Open(headers))! : null,
        Providers = row.Providers is { } providers ? (JsonArray)JsonNode.Parse(sealer.Open(providers))! : [],
        WebhookCa = row.WebhookCa,
        ExternalCa = row.ExternalCa,
        Shards = row.Shards,
    };

    private sealed record Row
    {
        public required string Application { get; init; }

        public byte[]? WebhookHeaders { get; init; }

        public byte[]? Providers { get; init; }

        public string? WebhookCa { get; init; }

        public string? ExternalCa { get; init; }

        public required int Shards { get; init; }
    }
}

/// <summary>One number's settings.</summary>
internal sealed record NumberSettings
{
    /// <summary>What was set; see <see cref="ApplicationSettings"/> for the defaults under it.</summary>
    public JsonObject Application { get; init; } = [];

    public JsonObject? WebhookHeaders { get; init; }

    public JsonArray Providers { get; init; } = [];

    public string? WebhookCa { get; init; }

    public string? ExternalCa { get; init; }

    public int Shards { get; init; } = 1;
}
