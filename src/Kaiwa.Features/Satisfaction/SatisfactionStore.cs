using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Satisfaction;

internal sealed class SatisfactionStore(Database database)
{
    private const string Select = "SELECT is_on, delay_minutes, pause_days, language, text_en, text_ja, template_id FROM satisfaction_setting WHERE workspace_id = @workspace";
    private const string Upsert = """
        INSERT INTO satisfaction_setting (workspace_id, is_on, delay_minutes, pause_days, language, text_en, text_ja, template_id)
        VALUES (@workspace, @isOn, @delay, @pause, @language, @english, @japanese, @template)
        ON CONFLICT (workspace_id) DO UPDATE SET is_on = excluded.is_on, delay_minutes = excluded.delay_minutes, pause_days = excluded.pause_days, language = excluded.language,
          text_en = excluded.text_en, text_ja = excluded.text_ja, template_id = excluded.template_id
        """;

    public async Task<SatisfactionSettings?> FindAsync(Id<Workspace> workspace, CancellationToken ct) => (await database.FirstAsync<SettingRow>(Select, new { workspace }, ct))?.ToSettings();

    public static async Task<SatisfactionSettings?> FindAsync(UnitOfWork unit, Id<Workspace> workspace) => (await unit.FirstAsync<SettingRow>(Select, new { workspace }))?.ToSettings();

    public static Task ChangeAsync(UnitOfWork unit, Id<Workspace> workspace, SatisfactionSettings settings) => unit.ExecuteAsync(
        Upsert,
        new
        {
            workspace,
            isOn = settings.IsOn,
            delay = settings.DelayMinutes,
            pause = settings.PauseDays,
            language = settings.Language,
            english = settings.English,
            japanese = settings.Japanese,
            template = settings.Template,
        });

    private sealed record SettingRow
    {
        public required bool IsOn { get; init; }

        public required int DelayMinutes { get; init; }

        public required int PauseDays { get; init; }

        public required string Language { get; init; }

        public required string TextEn { get; init; }

        public required string TextJa { get; init; }

        public Id<Template>? TemplateId { get; init; }

        public SatisfactionSettings ToSettings() => new(IsOn, DelayMinutes, PauseDays, Language, TextEn, TextJa, TemplateId);
    }
}
