using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.Templates;

namespace Kaiwa.Console.Tests;

/// <summary>Everything the making of a broadcast asks, in memory.</summary>
internal sealed class FakeBroadcasts : IBroadcasts, IAudiences, ITemplates, INumbers
{
    public required BroadcastView View { get; set; }

    public AudienceCount Count { get; set; } = new(12, 10, new Dictionary<Exclusion, long> { [Exclusion.OptedOut] = 2 });

    public List<NewBroadcast> Created { get; } = [];

    public List<string> Done { get; } = [];

    public static readonly Template Sale = new()
    {
        Id = Some.Id<Template>(1),
        WabaId = Some.Id<Waba>(1),
        MetaId = "1",
        Name = "spring_sale",
        Language = "en",
        Category = Category.Marketing,
        Status = "APPROVED",
        ParameterFormat = "POSITIONAL",
        Components = """[{"type":"BODY","text":"Hello {{1}}"}]""",
    };

    public static BroadcastView Of(long total, Funnel funnel, BroadcastState state = BroadcastState.Running) => new()
    {
        Id = Some.Id<Broadcast>(1),
        Name = "Spring",
        State = state,
        TemplateName = "spring_sale",
        Language = "en",
        NumberId = Some.Id<Number>(1),
        CreatedAt = Some.Noon,
        Total = total,
        Funnel = funnel,
    };

    public Task<Page<BroadcastRow>> ListAsync(Actor actor, string? cursor = null, int limit = 50, CancellationToken ct = default) => Task.FromResult(new Page<BroadcastRow>([], null));

    public Task<Result<BroadcastView>> OpenAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) => Task.FromResult<Result<BroadcastView>>(View);

    public Task<Result<Id<Broadcast>>> CreateAsync(Actor actor, NewBroadcast broadcast, CancellationToken ct = default)
    {
        Created.Add(broadcast);
        return Task.FromResult<Result<Id<Broadcast>>>(View.Id);
    }

    public Task<Result<AudienceCount>> EstimateAsync(Actor actor, Audience audience, CancellationToken ct = default) => Task.FromResult<Result<AudienceCount>>(Count);

    public Task<Result<bool>> StartAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) => Note("start");

    public Task<Result<bool>> ScheduleAsync(Actor actor, Id<Broadcast> id, DateTimeOffset at, CancellationToken ct = default) => Note("schedule");

    public Task<Result<bool>> PauseAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) => Note("pause");

    public Task<Result<bool>> ResumeAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) => Note("resume");

    public Task<Result<bool>> CancelAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) => Note("cancel");

    public Task<Page<ContactRow>> ListAsync(Actor actor, ContactFilter filter, CancellationToken ct = default) => Task.FromResult(new Page<ContactRow>([], null));

    public Task<Result<ImportReport>> ImportAsync(Actor actor, Stream csv, ImportOptions options, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<ImportRow>> ImportsAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<ImportRow>>([]);

    public Task<IReadOnlyList<RowError>> ImportErrorsAsync(Actor actor, Guid id, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<RowError>>([]);

    public Task<IReadOnlyList<TagRow>> TagsAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<TagRow>>([new TagRow("VIP", 3)]);

    public Task<Result<bool>> SetConsentAsync(Actor actor, Id<Contact> contact, Consent consent, string source, CancellationToken ct = default) => Note("consent");

    public Task<long> CountAsync(Actor actor, CancellationToken ct = default) => Task.FromResult(Count.Total);

    public Task<AudienceCount> CountAsync(Actor actor, Audience audience, CancellationToken ct = default) => Task.FromResult(Count);

    public Task<IReadOnlyList<AudienceMember>> MembersAsync(Actor actor, Audience audience, Id<Contact>? after, int most, CancellationToken ct = default) =>
        Task.FromResult<IReadOnlyList<AudienceMember>>([
            Member(1, "Ana", Consent.In),
            Member(2, "Budi", Consent.Out),
            Member(3, null, Consent.In),
        ]);

    Task<IReadOnlyList<Template>> ITemplates.ListAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<Template>>([Sale]);

    public Task<Template?> FindAsync(Actor actor, Id<Template> id, CancellationToken ct = default) => Task.FromResult<Template?>(Sale);

    public Task<Template?> FindAsync(Actor actor, string name, string language, CancellationToken ct = default) => Task.FromResult<Template?>(Sale);

    public Task<Result<SyncReport>> SyncAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<Result<SyncReport>>(new SyncReport(1, 0, 0));

    public Task<Result<TemplatePreview>> PreviewAsync(Actor actor, Id<Template> id, IReadOnlyDictionary<string, string> values, CancellationToken ct = default) =>
        Task.FromResult<Result<TemplatePreview>>(new TemplatePreview(null, "Hello " + values["1"], null, []));

    public IReadOnlyList<TemplateField> Variables(Template template) => [new TemplateField("1", "body", "Ana")];

    public Result<string> Fill(Template template, IReadOnlyDictionary<string, string> values) => "{}";

    Task<IReadOnlyList<NumberRow>> INumbers.ListAsync(Actor actor, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<NumberRow>>([new NumberRow { Id = Some.Id<Number>(1), Display = "+81 3", VerifiedName = "Shop", MetaId = "1", WabaMetaId = "2", Pace = 80 }]);

    private static AudienceMember Member(int number, string? name, Consent consent) =>
        new() { ContactId = Some.Id<Contact>(number), IdentityId = Some.Id<Identity>(number), Phone = "62811" + number, Name = name, Consent = consent };

    private Task<Result<bool>> Note(string what)
    {
        Done.Add(what);
        return Task.FromResult<Result<bool>>(true);
    }
}
